package epochal.persistence.log;

/**
 * How much the index of a log may hold in memory and keep busy, beside the streams that are in use.
 *
 * @param cachedStreams how many streams that were in use stay in memory
 * @param blockCacheBytes of the saved index in native memory
 * @param openFiles of the saved index
 * @param backgroundThreads that keep the saved index in order
 */
public record IndexSettings(
    int cachedStreams, long blockCacheBytes, int openFiles, int backgroundThreads) {

  public IndexSettings {
    if (cachedStreams < 1 || blockCacheBytes < 1 || openFiles < 1 || backgroundThreads < 1) {
      throw new IllegalArgumentException("the limits of an index must be positive");
    }
  }

  /** 262,144 streams, 16 MiB, 128 files and 2 threads. */
  public static IndexSettings standard() {
    return new IndexSettings(262_144, 16 << 20, 128, 2);
  }
}
