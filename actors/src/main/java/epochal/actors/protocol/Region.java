package epochal.actors.protocol;

import epochal.ledger.id.EntityId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;

/**
 * The way to every entity, wherever it lives.
 *
 * <p>The sure way leads through the shards, which start an entity that sleeps and keep what comes
 * while it stops: three mailboxes. The short way is the mailbox of an entity that is awake in this
 * process and has said so. What takes it is lost when the entity stops at that very moment; so only
 * what is sent again when nothing comes of it may take it, and then it goes the sure way, which
 * also brings forth the entity's next actor, so that an actor that is gone is not told for ever.
 */
public final class Region {
  /** Addresses cost a hash each, so those in use are kept; about 100 bytes each. */
  private static final int MAX_NAMES = 200_000;

  private final ActorRef<ShardingEnvelope<HostMessage>> shards;
  private final ConcurrentHashMap<EntityId, String> names = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<EntityId, Awake> awake = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /** How many are in a hurry at present. */
  private final AtomicInteger hurried = new AtomicInteger();

  private record Awake(ActorRef<HostMessage> actor, IdleMail mail) {
    void deliver() {
      mail.take(actor::tell);
    }
  }

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

  /**
   * The entity is awake in this process, and takes messages directly until it {@link #leaves}.
   *
   * @return where it finds what has time
   */
  public IdleMail arrives(EntityId id, ActorRef<HostMessage> actor) {
    var mail = new IdleMail();
    awake.put(id, new Awake(actor, mail));
    return mail;
  }

  /** The entity is about to stop, or has; without effect if another actor is it by now. */
  public void leaves(EntityId id, ActorRef<HostMessage> actor) {
    awake.computeIfPresent(id, (any, present) -> present.actor().equals(actor) ? null : present);
  }

  /** Tells it the sure way. */
  public void tell(EntityMessage message) {
    if (!closed) {
      shards.tell(new ShardingEnvelope<>(name(message.to()), message));
    }
  }

  /** Tells it the short way if there is one: for what is sent again should it be lost. */
  public void tellShortly(EntityMessage message) {
    Awake entity = awake.get(message.to());
    if (entity == null) {
      tell(message);
    } else if (!closed) {
      entity.actor().tell(message);
    }
  }

  /**
   * Leaves it where an entity that is awake finds it when it does something anyway: for what has
   * time, and is sent again should it be lost. At once while the entity expects it, or somebody is
   * in a {@link #hurry}.
   */
  public void tellIdly(EntityMessage message) {
    Awake entity = awake.get(message.to());
    if (entity == null) {
      tell(message);
    } else if (!closed) {
      entity.mail().add(message);
      if (hurried.get() > 0 || entity.mail().isExpected()) {
        entity.deliver();
      }
    }
  }

  /**
   * Somebody waits for what is under way to come to its end: what lies idle is delivered, and
   * nothing is left lying until as many {@link #relax} as were in a hurry.
   */
  public void hurry() {
    if (hurried.getAndIncrement() == 0) {
      awake.values().forEach(Awake::deliver);
    }
  }

  /** One is in a hurry no more. */
  public void relax() {
    hurried.decrementAndGet();
  }

  /**
   * Asks the sure way and waits for one answer.
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
