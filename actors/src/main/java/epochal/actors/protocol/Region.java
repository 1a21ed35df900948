package epochal.actors.protocol;

import epochal.ledger.id.EntityId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;

/** The way to every entity, wherever it lives. */
public final class Region {
  /** Addresses cost a hash each, so those in use are kept; about 100 bytes each. */
  private static final int MAX_NAMES = 200_000;

  private final ActorRef<ShardingEnvelope<HostMessage>> shards;
  private final ConcurrentHashMap<EntityId, String> names = new ConcurrentHashMap<>();

  private volatile boolean closed;

  public Region(ActorRef<ShardingEnvelope<HostMessage>> shards) {
    this.shards = shards;
  }

  /**
   * Sends nothing from now on. What is dropped is sent again after the next start; while it waited
   * for entities that have stopped, the shards would not stop.
   */
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }

  public void tell(EntityMessage message) {
    if (closed) {
      return;
    }
    shards.tell(new ShardingEnvelope<>(name(message.to()), message));
  }

  /**
   * Asks and waits for one answer.
   *
   * @param question made with the place to answer to
   * @return fails with a {@link java.util.concurrent.TimeoutException} when none comes. Name an
   *     executor to every continuation: without one they run on a pool that is not ours
   */
  public <R> CompletionStage<R> ask(
      Function<ActorRef<R>, EntityMessage> question, Duration timeout, Scheduler scheduler) {
    return AskPattern.ask(
        shards,
        (ActorRef<R> replyTo) -> {
          EntityMessage message = question.apply(replyTo);
          return new ShardingEnvelope<HostMessage>(name(message.to()), message);
        },
        timeout,
        scheduler);
  }

  private String name(EntityId id) {
    String name = names.get(id);
    if (name == null) {
      if (names.size() >= MAX_NAMES) {
        names.clear();
      }
      name = id.text();
      names.put(id, name);
    }
    return name;
  }
}
