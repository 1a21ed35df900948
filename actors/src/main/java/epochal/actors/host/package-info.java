/**
 * How aggregates live on Pekko: one generic, cluster-sharded, event-sourced host for all of them.
 * {@link epochal.actors.host.EntityHost} has the shards make them, {@link
 * epochal.actors.host.HostedEntity} is the entity's life, and {@link
 * epochal.actors.host.EntityActor} the actor around it, which recovers it and writes its batches.
 */
@NullMarked
package epochal.actors.host;

import org.jspecify.annotations.NullMarked;
