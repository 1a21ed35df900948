package epochal.persistence.log;

import java.nio.file.Path;

/**
 * What is wrong with a log, and where.
 *
 * @param position in bytes from the beginning of the file
 * @param sentence what was expected and what is there, without a full stop at the end
 */
public record LogFinding(Path file, long position, Kind kind, String sentence) {

  /** What sort of damage it is. */
  public enum Kind {
    /** FORMAT is missing, or not as it was written. */
    FORMAT,
    /** CLOSED is not as it was written, or the log is not the one that it describes. */
    CLOSED,
    /** A file that has no business among the segments. */
    UNKNOWN_FILE,
    /** A segment is missing, or shorter or longer than the next one allows. */
    SEGMENT,
    /** A frame that is not as it was written. */
    FRAME,
    /** A whole frame that does not follow the one before it. */
    CHAIN,
    /** A whole frame whose content contradicts the rest of the log. */
    CONTENT,
    /**
     * An incomplete batch at the end, which a crash leaves behind; opening the log cuts it back.
     */
    TORN_TAIL
  }
}
