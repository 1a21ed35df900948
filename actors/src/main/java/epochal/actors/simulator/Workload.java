package epochal.actors.simulator;

import java.util.SplittableRandom;

/** What the people of a simulated network do. */
public interface Workload {

  /** After each block they may submit calls. */
  void atBlock(long height, Simulation simulation, SplittableRandom random);
}
