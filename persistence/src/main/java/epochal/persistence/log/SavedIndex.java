package epochal.persistence.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SstFileWriter;

/**
 * The part of the index that is on disk: what every finished segment says, in a RocksDB beside the
 * log. It is derived from the log; whoever deletes the directory loses nothing but the time to read
 * the log once more.
 *
 * <p>A segment comes as one sorted file, which RocksDB takes over as a whole: its streams' ends,
 * the marked entries, and the mark that says how far the index goes. So there is no write-ahead log
 * and nothing in RocksDB's own memory that could be lost, a stream costs one key for each segment
 * that it has entries in and not one for each entry, and after a crash the index goes up to the end
 * of some segment, never into one. The log's segment was durable long before.
 *
 * <p>The database is made with the first segment that is finished; a log that has only one has
 * none.
 */
final class SavedIndex implements AutoCloseable {
  static final String NAME = "index";

  /** There when the index must not be used again. */
  private static final String REBUILD = "REBUILD";

  private static final String ADDITION = "addition.sst";

  private final Path directory;
  private final IndexSettings settings;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile Consumer<LogException> onFailure = reason -> {};

  // Guarded by the lock.
  private @Nullable IndexDatabase database;
  private boolean closed;

  SavedIndex(Path directory, IndexSettings settings) {
    this.directory = directory;
    this.settings = settings;
  }

  Path directory() {
    return directory;
  }

  /** Who is told when the index turns out to be unreadable or wrong. */
  void onFailure(Consumer<LogException> listener) {
    onFailure = listener;
  }

  /** Whether there is a directory that may hold an index. */
  boolean exists() {
    return Files.isDirectory(directory) && !Files.exists(directory.resolve(REBUILD));
  }

  /** Makes the database where there is none, or opens the one that is there. */
  void open() throws IOException, RocksDBException {
    lock.writeLock().lock();
    try {
      if (closed) {
        throw new LogClosedException();
      }
      if (database == null) {
        Files.createDirectories(directory);
        requireUnlocked();
        database = IndexDatabase.open(directory, settings);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean isOpen() {
    lock.readLock().lock();
    try {
      return database != null;
    } finally {
      lock.readLock().unlock();
    }
  }

  private void requireUnlocked() throws IOException {
    Path file = directory.resolve("LOCK");
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
          var free = channel.tryLock()) {
        if (free == null) {
          throw new DirectoryInUseException(directory, "another process");
        }
      } catch (OverlappingFileLockException e) {
        throw new DirectoryInUseException(directory, "this process");
      }
    }
  }

  /** Closes and deletes it; it may be opened again, empty. */
  void discard() throws IOException {
    lock.writeLock().lock();
    try {
      closeDatabase();
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new DirectoryUnusableException(directory, "it is not a directory", null);
      }
      // Without it the rest is no database, wherever this ends.
      Files.deleteIfExists(directory.resolve("CURRENT"));
      try (var files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** How far the index goes; null when it is empty. */
  @Nullable IndexMark mark() {
    byte[] value = get(IndexKeys.MARK);
    return value == null ? null : decode(value, IndexKeys::mark);
  }

  /** The end of a stream; null when no segment has an entry of it. */
  StreamHead.@Nullable Saved stream(StreamName name) {
    byte[] value = get(IndexKeys.stream(IndexKeys.STREAM, name));
    return value == null ? null : decode(value, IndexKeys::stream);
  }

  /** The address of the frame of a marked entry, which is known to be in a saved segment. */
  long address(StreamName name, long sequence) {
    byte[] value = get(IndexKeys.entry(name, sequence));
    if (value == null) {
      throw distrust("has no entry %d of %s".formatted(sequence, name), null);
    }
    return decode(value, IndexKeys::number);
  }

  void forEachStream(Consumer<StreamName> consumer) {
    forEach(IndexKeys.STREAM, (key, value) -> consumer.accept(decode(key, IndexKeys::name)));
  }

  void forEachAttention(Consumer<StreamName> consumer) {
    forEach(IndexKeys.ATTENTION, (key, value) -> consumer.accept(decode(key, IndexKeys::name)));
  }

  /** Told of each segment in order. */
  interface SegmentConsumer {
    void accept(long start, long firstOffset);
  }

  void forEachSegment(SegmentConsumer consumer) {
    forEach(
        IndexKeys.SEGMENT,
        (key, value) ->
            consumer.accept(IndexKeys.segmentStart(key), decode(value, IndexKeys::number)));
  }

  /** Adds a segment; those before it were added before. For one thread at a time. */
  void add(SealedSegment segment) throws IOException, RocksDBException {
    if (!isOpen()) {
      open();
    }
    lock.readLock().lock();
    try {
      IndexDatabase open = database;
      if (open == null) {
        throw new LogClosedException();
      }
      Path file = directory.resolve(ADDITION);
      Files.deleteIfExists(file);
      write(open, file, segment);
      try (var taking = new IngestExternalFileOptions().setMoveFiles(true)) {
        open.rocks().ingestExternalFile(List.of(file.toString()), taking);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Keys in their order. */
  private static void write(IndexDatabase open, Path file, SealedSegment segment)
      throws RocksDBException {
    List<SealedSegment.Ended> streams = new ArrayList<>(segment.streams());
    streams.sort(
        Comparator.comparing(stream -> stream.head().name.written(), Arrays::compareUnsigned));
    try (var environment = new EnvOptions();
        var out = new SstFileWriter(environment, open.options())) {
      out.open(file.toString());
      for (var stream : streams) {
        out.put(IndexKeys.stream(IndexKeys.STREAM, stream.head().name), IndexKeys.stream(stream));
      }
      for (var stream : streams) {
        for (int i = 0; i < stream.marks().length; i++) {
          long sequence = (stream.firstMark() + i) * StreamHead.STRIDE;
          out.put(
              IndexKeys.entry(stream.head().name, sequence), IndexKeys.number(stream.marks()[i]));
        }
      }
      for (var stream : streams) {
        byte[] key = IndexKeys.stream(IndexKeys.ATTENTION, stream.head().name);
        if (stream.attention()) {
          out.put(key, new byte[0]);
        } else if (stream.attentionBefore()) {
          out.delete(key);
        }
      }
      out.put(
          IndexKeys.segment(segment.begin().address()), IndexKeys.number(segment.begin().offset()));
      out.put(IndexKeys.MARK, IndexKeys.mark(segment.mark()));
      out.finish();
    }
  }

  private byte @Nullable [] get(byte[] key) {
    lock.readLock().lock();
    try {
      requireOpen();
      return database == null ? null : database.rocks().get(key);
    } catch (RocksDBException e) {
      throw distrust("cannot be read", e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private interface Row {
    void accept(byte[] key, byte[] value);
  }

  private void forEach(byte kind, Row row) {
    lock.readLock().lock();
    try {
      requireOpen();
      if (database == null) {
        return;
      }
      try (RocksIterator rows = database.rocks().newIterator()) {
        for (rows.seek(new byte[] {kind}); rows.isValid(); rows.next()) {
          byte[] key = rows.key();
          if (key[0] != kind) {
            break;
          }
          row.accept(key, rows.value());
        }
        rows.status();
      }
    } catch (RocksDBException e) {
      throw distrust("cannot be read", e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new LogClosedException();
    }
  }

  private interface Decoder<T> {
    T decode(byte[] stored) throws BadFrame;
  }

  private <T> T decode(byte[] stored, Decoder<T> decoder) {
    try {
      return decoder.decode(stored);
    } catch (BadFrame e) {
      throw distrust("holds what was not written to it", e);
    }
  }

  /** The index is of no use any more: the log stops, and the next opening makes another. */
  LogFailedException distrust(String what, @Nullable Throwable cause) {
    var failure =
        new LogFailedException(
            "the index in %s %s; it is made anew from the log at the next start"
                .formatted(directory, cause == null ? what : what + " (" + cause + ")"),
            cause);
    refuseNextTime();
    onFailure.accept(failure);
    return failure;
  }

  /** Sees to it that the next opening reads the whole log. */
  void refuseNextTime() {
    try {
      if (Files.isDirectory(directory)) {
        Files.write(directory.resolve(REBUILD), new byte[0]);
        LogDirectory.forceDirectory(directory);
      }
    } catch (IOException e) {
      onFailure.accept(new LogReadException(directory, e));
    }
  }

  private void closeDatabase() {
    IndexDatabase open = database;
    database = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      closed = true;
      closeDatabase();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
