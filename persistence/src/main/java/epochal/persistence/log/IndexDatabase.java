package epochal.persistence.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** An open RocksDB with bounded native memory, and what belongs to it. */
record IndexDatabase(RocksDB rocks, Options options, Cache cache, BloomFilter filter)
    implements AutoCloseable {
  private static final int BITS_PER_KEY = 10;
  private static final long MIB = 1 << 20;

  static IndexDatabase open(Path directory, IndexSettings settings)
      throws IOException, RocksDBException {
    loadLibrary(directory);
    Cache cache = new LRUCache(settings.blockCacheBytes());
    var filter = new BloomFilter(BITS_PER_KEY);
    Options options = options(settings, cache, filter);
    boolean done = false;
    try {
      var opened = RocksDB.open(options, directory.toString());
      done = true;
      return new IndexDatabase(opened, options, cache, filter);
    } finally {
      if (!done) {
        options.close();
        filter.close();
        cache.close();
      }
    }
  }

  /**
   * Loads the native library, once in a process. Where it does not lie on {@code
   * java.library.path}, it is unpacked into this directory and deleted as soon as it is loaded, so
   * that a process that is killed leaves none behind.
   */
  private static void loadLibrary(Path directory) throws IOException, RocksDBException {
    try {
      NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
      RocksDB.loadLibrary();
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      if (e instanceof IOException full && DiskFull.isCause(full)) {
        throw full;
      }
      throw new RocksDBException("its library cannot be loaded (" + e + ")");
    } finally {
      try (var unpacked = Files.newDirectoryStream(directory, "librocksdbjni*")) {
        for (Path library : unpacked) {
          Files.delete(library);
        }
      }
    }
  }

  private static Options options(IndexSettings settings, Cache cache, BloomFilter filter) {
    // Indexes and filters of the tables count against the cache too. Nothing is ever written to
    // memory tables: segments come as files.
    var table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(filter);
    return new Options()
        .setCreateIfMissing(true)
        .setTableFormatConfig(table)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setWriteBufferSize(MIB)
        .setMaxBytesForLevelBase(64 * MIB)
        .setTargetFileSizeBase(16 * MIB)
        .setMaxOpenFiles(settings.openFiles())
        .setMaxBackgroundJobs(settings.backgroundThreads())
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MIB)
        .setKeepLogFileNum(2);
  }

  /** Waits for what runs in the background. */
  @Override
  public void close() {
    rocks.cancelAllBackgroundWork(true);
    rocks.close();
    options.close();
    filter.close();
    cache.close();
  }
}
