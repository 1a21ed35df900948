package epochal.actors.host;

import epochal.actors.clock.BlockHeight;
import epochal.actors.clock.Settling;
import epochal.actors.protocol.Region;
import epochal.ledger.id.EntityId;
import epochal.subnets.Aggregates;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What every hosted entity of a node shares.
 *
 * @param wallClock milliseconds since 1970, stamped on records for information
 * @param work where long computations run
 * @param wakeLater asks for a wake-up in a while, of an entity that stops with something unfinished
 * @param firsts finds out about commands that were obeyed before
 */
public record HostEnvironment(
    Aggregates aggregates,
    Region region,
    BlockHeight clock,
    Settling settling,
    HostSettings settings,
    LongSupplier wallClock,
    Executor work,
    Consumer<EntityId> wakeLater,
    Firsts firsts) {

  /** Looks up records that are durable. */
  @FunctionalInterface
  public interface Firsts {
    /** The block of this record. */
    long blockOf(EntityId id, long sequence);
  }
}
