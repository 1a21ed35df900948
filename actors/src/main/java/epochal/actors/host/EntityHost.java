package epochal.actors.host;

import epochal.actors.protocol.HostMessage;
import epochal.actors.protocol.Region;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.id.EntityId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * Makes the actors of entities. Every kind of aggregate lives in the same host, sharded by the text
 * of its id.
 *
 * <p>An actor is two halves. In front stands the {@link HostedEntity}, which sees every message
 * first and lets nothing through to Pekko's own stash; behind it the {@link EntityJournal}, which
 * it hands whole batches to.
 */
public final class EntityHost {
  public static final EntityTypeKey<HostMessage> KEY =
      EntityTypeKey.create(HostMessage.class, "entity");

  private EntityHost() {}

  /**
   * Starts hosting on this node.
   *
   * @param environment made from the way to the entities
   */
  public static Region init(ActorSystem<?> system, Function<Region, HostEnvironment> environment) {
    // The entities need the environment, which needs the way to the entities.
    var made = new CompletableFuture<HostEnvironment>();
    var shards =
        ClusterSharding.get(system)
            .init(
                Entity.of(KEY, context -> create(context, made.join()))
                    .withStopMessage(Internal.Rest.INSTANCE));
    var region = new Region(shards);
    made.complete(environment.apply(region));
    return region;
  }

  static Behavior<HostMessage> create(
      EntityContext<HostMessage> context, HostEnvironment environment) {
    EntityId id = EntityId.parse(context.getEntityId());
    return create(id, environment.aggregates().of(id), environment, context.getShard());
  }

  private static <S, C, E> Behavior<HostMessage> create(
      EntityId id,
      EntityLife<S, C, E> life,
      HostEnvironment environment,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  var body = new ActorBody(context, timers, shard);
                  var hosted = new HostedEntity<>(id, life, environment, body);
                  return Behaviors.intercept(
                      () -> new Front(hosted, body),
                      new EntityJournal<>(id, life, environment, hosted));
                }));
  }

  /** The front half: whatever is not the journal's own business goes to the hosted entity. */
  private static final class Front extends BehaviorInterceptor<HostMessage, EntityJournal.Order> {
    private final HostedEntity<?, ?, ?> hosted;
    private final ActorBody body;

    Front(HostedEntity<?, ?, ?> hosted, ActorBody body) {
      super(HostMessage.class);
      this.hosted = hosted;
      this.body = body;
    }

    @Override
    public Behavior<EntityJournal.Order> aroundReceive(
        TypedActorContext<HostMessage> context,
        HostMessage message,
        ReceiveTarget<EntityJournal.Order> journal) {
      if (message == Internal.Check.INSTANCE) {
        body.checking();
      }
      return switch (hosted.receive(message)) {
        case HostedEntity.Next.Wait ignored -> Behaviors.same();
        case HostedEntity.Next.Persist(var batch) ->
            journal.apply(context, new EntityJournal.Order.Persist(batch));
        case HostedEntity.Next.Stop ignored ->
            journal.apply(context, EntityJournal.Order.Stop.INSTANCE);
      };
    }

    @Override
    public Behavior<EntityJournal.Order> aroundSignal(
        TypedActorContext<HostMessage> context,
        Signal signal,
        SignalTarget<EntityJournal.Order> journal) {
      if (signal instanceof PostStop) {
        hosted.stopped();
      }
      return journal.apply(context, signal);
    }
  }

  /** The entity's hold on its actor; one timer, which is only ever brought forward. */
  private static final class ActorBody implements HostedEntity.Body {
    private final ActorContext<HostMessage> context;
    private final TimerScheduler<HostMessage> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private long checkAtNanos;
    private boolean scheduled;

    ActorBody(
        ActorContext<HostMessage> context,
        TimerScheduler<HostMessage> timers,
        ActorRef<ClusterSharding.ShardCommand> shard) {
      this.context = context;
      this.timers = timers;
      this.shard = shard;
    }

    void checking() {
      scheduled = false;
    }

    @Override
    public ActorRef<HostMessage> self() {
      return context.getSelf();
    }

    @Override
    public void checkWithin(Duration time) {
      long at = System.nanoTime() + time.toNanos();
      if (!scheduled || at - checkAtNanos < 0) {
        scheduled = true;
        checkAtNanos = at;
        timers.startSingleTimer(Internal.Check.INSTANCE, Internal.Check.INSTANCE, time);
      }
    }

    @Override
    public void passivate() {
      shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
  }
}
