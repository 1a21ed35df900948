package epochal.actors.clock;

import java.time.Duration;

/** How fast blocks follow one another. */
public sealed interface Pace {

  /** At this interval of wall time. A block that is late delays those after it. */
  record Every(Duration interval) implements Pace {
    public Every {
      if (interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException("blocks need an interval above zero: " + interval);
      }
    }
  }

  /**
   * As fast as the machine allows, each when the one before has settled.
   *
   * @param mostInFlight how many messages may then still be in flight
   */
  record Fast(int mostInFlight) implements Pace {}

  static Pace every(Duration interval) {
    return new Every(interval);
  }

  /** With up to 1,000 messages in flight from one block to the next. */
  static Pace fast() {
    return new Fast(1_000);
  }
}
