package epochal.persistence.audit;

import epochal.ledger.aggregate.Recorded;
import org.jspecify.annotations.Nullable;

/** Carries a divergence from where it is found to where the audit stops. */
final class Diverged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialized
  private final Divergence divergence;

  Diverged(Divergence divergence) {
    super(divergence.sentence(), null, false, false);
    this.divergence = divergence;
  }

  static Diverged at(
      Recorded<?> recorded,
      String field,
      Object expected,
      @Nullable Object found,
      String sentence) {
    return new Diverged(
        new Divergence(
            recorded.entity(),
            recorded.sequence(),
            recorded.block(),
            field,
            FirstDifference.shown(expected),
            FirstDifference.shown(found),
            sentence));
  }

  /** What an exception says of a record: the rules throw where an event cannot apply. */
  static Divergence in(Recorded<?> recorded, RuntimeException why) {
    return why instanceof Diverged diverged
        ? diverged.divergence()
        : at(recorded, "event", "one that can apply", recorded.event(), why.toString())
            .divergence();
  }

  Divergence divergence() {
    return divergence;
  }
}
