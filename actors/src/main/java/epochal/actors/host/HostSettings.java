package epochal.actors.host;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How entities are hosted; {@code epochal.host} in the configuration.
 *
 * @param capacity how many inputs one entity lets wait before it is busy
 * @param maxBatch how many inputs are decided and persisted at once
 * @param snapshotEvery records between snapshots at least; more where they are smaller than the
 *     snapshot
 * @param resendAfter how long a message or a question may be unanswered before it is sent again
 * @param resendAtOnce how many messages are sent again at once, in the order of their numbers
 * @param flushAfter how long an entity must be idle before what it learnt about its lanes is
 *     recorded by itself
 * @param passivateAfter how long an entity must be idle before it leaves memory
 * @param passivateOpenedAfter the same for one that the genesis has opened and nothing else has
 *     reached, so that a large genesis does not fill the memory with accounts that sleep
 * @param forgetAbove how many lanes an entity remembers before it asks, with its acknowledgements,
 *     which of them are settled; by itself, where it has heard nothing of twice as many
 */
public record HostSettings(
    int capacity,
    int maxBatch,
    int snapshotEvery,
    Duration resendAfter,
    int resendAtOnce,
    Duration flushAfter,
    Duration passivateAfter,
    Duration passivateOpenedAfter,
    int forgetAbove) {

  public static HostSettings of(Config config) {
    return new HostSettings(
        config.getInt("capacity"),
        config.getInt("max-batch"),
        config.getInt("snapshot-every"),
        config.getDuration("resend-after"),
        config.getInt("resend-at-once"),
        config.getDuration("flush-after"),
        config.getDuration("passivate-after"),
        config.getDuration("passivate-opened-after"),
        config.getInt("forget-above"));
  }
}
