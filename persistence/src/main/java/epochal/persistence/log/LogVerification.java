package epochal.persistence.log;

/** When the bytes of segments that the index covers are read and verified. */
public enum LogVerification {
  /** Once after opening, by a thread that takes its time; damage stops the log. */
  BACKGROUND,
  /** Before opening, which takes the longer the longer the log is. */
  AT_OPEN
}
