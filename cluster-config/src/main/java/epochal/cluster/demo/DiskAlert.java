package epochal.cluster.demo;

import epochal.persistence.log.LogFullException;
import epochal.persistence.log.LogMonitor;

/** Shows when the disk is full, and when the node goes on. */
record DiskAlert(DemoDisplay display) implements LogMonitor {
  @Override
  public void full(LogFullException reason) {
    display.alert(
        reason.code()
            + ": "
            + reason.getMessage()
            + " Until then no block follows, and calls are refused.");
  }

  @Override
  public void roomAgain() {
    display.alert("There is room on the disk again: the network goes on.");
  }
}
