package epochal.actors.gateway;

import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogFullException;
import epochal.persistence.log.LogMonitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator once when there is no room for the log, and once when it goes on. Meanwhile
 * the node lives: it answers, refuses what would have to be written, and tries again by itself.
 */
final class FullDisk implements LogMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(FullDisk.class);

  private FullDisk() {}

  static void tellOf(EventLog log) {
    log.addMonitor(new FullDisk());
  }

  @Override
  public void full(LogFullException reason) {
    LOG.error(
        "{}: {} Until then the node answers queries and refuses calls.",
        reason.code(),
        reason.getMessage(),
        reason);
  }

  @Override
  public void roomAgain() {
    LOG.info("There is room on the disk again: the node goes on.");
  }
}
