package epochal.persistence.log;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What opening a log found.
 *
 * @param batches whole frames
 * @param entries in the log
 * @param bytes of all segments, after the tail was cut
 * @param cleanlyClosed whether the log was closed in order and matched its CLOSED file; a new log
 *     counts as closed
 * @param tornTail what a crash left behind and was cut off; worth telling the operator
 * @param index what was done with the saved index
 */
public record OpenReport(
    int segments,
    long entries,
    long batches,
    long bytes,
    boolean cleanlyClosed,
    Optional<TornTail> tornTail,
    IndexUse index) {

  /** Entries that were read and verified before the log was open. */
  public long entriesRead() {
    return entries - index.entries();
  }

  /**
   * An incomplete group at the end of the last segment. None of it had been acknowledged.
   *
   * @param position in the file, in bytes, where the last whole batch ends
   * @param bytes from there to the end of the file
   */
  public record TornTail(Path file, long position, long bytes) {}
}
