package epochal.persistence.audit;

import org.jspecify.annotations.Nullable;

/**
 * What was found wrong in a window, of which the first counts: that of the earliest record, and of
 * one record what is looked at first. For any thread.
 */
final class Faults {
  private @Nullable Divergence first;
  private long position;
  private Check check = Check.READABLE;

  /** What is looked at of a record, in this order. */
  enum Check {
    READABLE,
    NEXT,
    MINTED,
    GROUPED,
    NOTES,
    CAUSE,
    EXPECTED,
    APPLIES,
    MONEY,
    WHOLE
  }

  synchronized void add(long at, Check looked, Divergence divergence) {
    if (first == null || at < position || at == position && looked.compareTo(check) < 0) {
      first = divergence;
      position = at;
      check = looked;
    }
  }

  synchronized @Nullable Divergence first() {
    return first;
  }
}
