package epochal.actors.host;

import epochal.actors.protocol.HostMessage;
import epochal.actors.protocol.Region;
import epochal.ledger.id.EntityId;
import epochal.persistence.journal.EntityStore;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * Makes the actors of entities. Every kind of aggregate lives in the same host, sharded by the text
 * of its id.
 */
public final class EntityHost {
  public static final EntityTypeKey<HostMessage> KEY =
      EntityTypeKey.create(HostMessage.class, "entity");

  private final CompletableFuture<Begun> begun = new CompletableFuture<>();
  private final Region region;

  private record Begun(HostEnvironment environment, EntityStore store) {}

  private EntityHost(ActorSystem<?> system) {
    var shards =
        ClusterSharding.get(system)
            .init(Entity.of(KEY, this::create).withStopMessage(Internal.Rest.INSTANCE));
    region = new Region(shards);
  }

  /**
   * Starts the shards of this node, which find out who has which entities. Those that come to life
   * here wait for {@link #begin}.
   */
  public static EntityHost init(ActorSystem<?> system) {
    return new EntityHost(system);
  }

  /** The way to the entities. */
  public Region region() {
    return region;
  }

  /**
   * Lets entities come to life.
   *
   * @param store where they are kept
   */
  public void begin(HostEnvironment environment, EntityStore store) {
    begun.complete(new Begun(environment, store));
  }

  private Behavior<HostMessage> create(EntityContext<HostMessage> context) {
    EntityId id = EntityId.parse(context.getEntityId());
    Begun host = begun.join();
    return EntityActor.create(
        id,
        host.environment().aggregates().of(id),
        host.environment(),
        host.store(),
        context.getShard());
  }
}
