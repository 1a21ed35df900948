package epochal.actors.host;

import epochal.actors.protocol.HostMessage;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.id.EntityId;
import epochal.persistence.journal.EntityStore;
import epochal.persistence.kryo.Snapshot;
import epochal.persistence.log.EntryTooLargeException;
import epochal.persistence.log.LogBusyException;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogFullException;
import epochal.persistence.log.StreamName;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;

/**
 * The actor around a {@link HostedEntity}: recovers it, writes its batches to the log, and tells it
 * what became of them.
 *
 * <p>A write that the log refuses without having written anything leaves the entity as it is
 * durable. After any other failure nothing is known, and the actor stops; the next one recovers
 * from what the disk holds.
 */
final class EntityActor<S, C, E> extends ExtensibleBehavior<HostMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(EntityActor.class);

  private final EntityId id;
  private final EntityLife<S, C, E> life;
  private final HostEnvironment environment;
  private final EntityStore store;
  private final StreamName stream;
  private final Body body;
  private final HostedEntity<S, C, E> hosted;
  private final Writing writing = new Writing();

  // A snapshot is due after so many records as are larger than a snapshot: then an entity that has
  // grown large, as who sends much does, writes no more for snapshots than for records.
  private final AtomicBoolean saving = new AtomicBoolean();
  private volatile long snapshotBytes;
  private long snapshotSequence;
  private long unsavedBytes;

  private EntityActor(
      EntityId id,
      EntityLife<S, C, E> life,
      HostEnvironment environment,
      EntityStore store,
      Body body) {
    this.id = id;
    this.life = life;
    this.environment = environment;
    this.store = store;
    this.stream = StreamName.of(id);
    this.body = body;
    this.hosted = new HostedEntity<>(id, life, environment, body);
  }

  static <S, C, E> Behavior<HostMessage> create(
      EntityId id,
      EntityLife<S, C, E> life,
      HostEnvironment environment,
      EntityStore store,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context -> {
          var body = new Body(context, shard);
          var actor = new EntityActor<>(id, life, environment, store, body);
          actor.recover();
          return actor;
        });
  }

  private void recover() {
    if (store.highestSequence(id) == 0) {
      var network = environment.aggregates().network().network();
      hosted.recovered(new Snapshot(life.initial(id), network));
      return;
    }
    ActorRef<HostMessage> self = body.self();
    store.readers().execute(() -> self.tell(recovered()));
  }

  private Internal recovered() {
    try {
      var network = environment.aggregates().network().network();
      return new Internal.Recovered(Recovery.of(id, life, network, store));
    } catch (Throwable e) {
      return new Internal.Unrecoverable(e);
    }
  }

  @Override
  public Behavior<HostMessage> receive(
      TypedActorContext<HostMessage> context, HostMessage message) {
    switch (message) {
      case Internal.Durable ignored -> durable();
      case Internal.Refused(LogException reason) -> {
        return refused(reason);
      }
      case Internal.Recovered(Recovery.Read read) -> {
        snapshotSequence = read.snapshot();
        unsavedBytes = read.bytes();
        hosted.recovered(read.state());
      }
      case Internal.Unrecoverable(Throwable cause) -> {
        LOG.error("{} cannot be recovered, and stops", id.text(), cause);
        return Behaviors.stopped();
      }
      default -> {
        if (message == Internal.Check.INSTANCE) {
          body.checking();
        }
        switch (hosted.receive(message)) {
          case HostedEntity.Next.Wait ignored -> {}
          case HostedEntity.Next.Persist(var batch) -> {
            unsavedBytes += batch.bytes();
            store.append(batch.entries(stream), writing);
          }
          case HostedEntity.Next.Stop ignored -> {
            return Behaviors.stopped();
          }
        }
      }
    }
    // Any other answer, this behaviour itself too, is wrapped anew for every message.
    return Behaviors.same();
  }

  private void durable() {
    hosted.persisted();
    long records = hosted.sequence() - snapshotSequence;
    boolean due =
        records >= environment.settings().snapshotEvery() && unsavedBytes >= snapshotBytes;
    if (due && saving.compareAndSet(false, true)) {
      snapshotSequence = hosted.sequence();
      unsavedBytes = 0;
      Snapshot snapshot = hosted.snapshot();
      long now = environment.wallClock().getAsLong();
      store
          .readers()
          .execute(
              () -> {
                snapshotBytes = Math.max(snapshotBytes, store.save(snapshot, now));
                saving.set(false);
              });
    }
  }

  private Behavior<HostMessage> refused(LogException reason) {
    switch (reason) {
      case LogFullException ignored -> hosted.refused(reason);
      case LogBusyException ignored -> hosted.refused(reason);
      case EntryTooLargeException ignored -> hosted.refused(reason);
      default -> {
        LOG.error("{} could not write, and stops: {}", id.text(), reason.getMessage());
        return Behaviors.stopped();
      }
    }
    return Behaviors.same();
  }

  @Override
  public Behavior<HostMessage> receiveSignal(
      TypedActorContext<HostMessage> context, Signal signal) {
    if (signal instanceof PostStop) {
      body.stopped();
      hosted.stopped();
    }
    return Behaviors.same();
  }

  /** The one write under way. */
  private final class Writing implements EntityStore.Writing {
    @Override
    public void durable() {
      body.self().tell(Internal.Durable.INSTANCE);
    }

    @Override
    public void refused(LogException reason) {
      body.self().tell(new Internal.Refused(reason));
    }
  }

  /**
   * The entity's hold on its actor; one timer, which is only ever brought forward.
   *
   * <p>It is the scheduler's own and not one of the actor's timers, which write to the debug log
   * each time, and prepare its context for it also when nobody reads it: a twentieth of all that a
   * transfer costs.
   */
  private static final class Body implements EntityBody {
    private final ActorRef<HostMessage> self;
    private final Scheduler scheduler;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Runnable check;
    private long checkAtNanos;
    private @Nullable Cancellable scheduled;

    Body(ActorContext<HostMessage> context, ActorRef<ClusterSharding.ShardCommand> shard) {
      this.self = context.getSelf();
      this.scheduler = context.getSystem().scheduler();
      this.shard = shard;
      this.check = () -> self.tell(Internal.Check.INSTANCE);
    }

    void checking() {
      scheduled = null;
    }

    void stopped() {
      if (scheduled != null) {
        scheduled.cancel();
      }
    }

    @Override
    public ActorRef<HostMessage> self() {
      return self;
    }

    @Override
    public void checkWithin(Duration time) {
      long at = System.nanoTime() + time.toNanos();
      if (scheduled == null || at - checkAtNanos < 0) {
        if (scheduled != null) {
          scheduled.cancel();
        }
        checkAtNanos = at;
        scheduled = scheduler.scheduleOnce(time, check, ExecutionContext.parasitic$.MODULE$);
      }
    }

    @Override
    public void passivate() {
      shard.tell(new ClusterSharding.Passivate<>(self));
    }
  }
}
