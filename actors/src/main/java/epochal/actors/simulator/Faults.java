package epochal.actors.simulator;

import java.util.SplittableRandom;

/**
 * How badly the world behaves, probabilities in thousandths and times in ticks of virtual time.
 * Heavy faults draw each knob anew for every seed, so that some runs lose much and others crash
 * much.
 *
 * @param loss of a transmission, an acknowledgement, a question or an answer
 * @param duplication of the same
 * @param delay the longest of one hop
 * @param writeDelay the longest of one write
 * @param crash of one entity, per event of the simulation
 * @param blackout of everything at once, per event of the simulation
 * @param downtime the longest of a crashed entity
 */
public record Faults(
    int loss, int duplication, int delay, int writeDelay, int crash, int blackout, int downtime) {

  /** How heavy. */
  public enum Level {
    NONE,
    LIGHT,
    HEAVY
  }

  static final Faults NONE = new Faults(0, 0, 1, 1, 0, 0, 0);

  static Faults drawn(Level level, SplittableRandom random) {
    return switch (level) {
      case NONE -> NONE;
      case LIGHT -> new Faults(10, 10, 20, 10, 1, 0, 50);
      case HEAVY ->
          new Faults(
              random.nextInt(300),
              random.nextInt(300),
              1 + random.nextInt(200),
              1 + random.nextInt(100),
              random.nextInt(8),
              random.nextInt(2),
              1 + random.nextInt(500));
    };
  }
}
