package epochal.actors.host;

import epochal.actors.protocol.HostMessage;
import epochal.actors.protocol.Region;
import epochal.ledger.id.EntityId;
import epochal.persistence.journal.EntityStore;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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

  private EntityHost() {}

  /**
   * Starts hosting on this node.
   *
   * @param store where entities are kept
   * @param environment made from the way to the entities
   */
  public static Region init(
      ActorSystem<?> system, EntityStore store, Function<Region, HostEnvironment> environment) {
    // The entities need the environment, which needs the way to the entities.
    var made = new CompletableFuture<HostEnvironment>();
    var shards =
        ClusterSharding.get(system)
            .init(
                Entity.of(KEY, context -> create(context, made.join(), store))
                    .withStopMessage(Internal.Rest.INSTANCE));
    var region = new Region(shards);
    made.complete(environment.apply(region));
    return region;
  }

  private static Behavior<HostMessage> create(
      EntityContext<HostMessage> context, HostEnvironment environment, EntityStore store) {
    EntityId id = EntityId.parse(context.getEntityId());
    return EntityActor.create(
        id, environment.aggregates().of(id), environment, store, context.getShard());
  }
}
