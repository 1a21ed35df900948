/**
 * How aggregates live on Pekko: one generic, cluster-sharded, event-sourced host for all of them.
 * {@link epochal.actors.host.EntityHost} makes the actor, {@link epochal.actors.host.HostedEntity}
 * is the entity's life in it.
 */
@NullMarked
package epochal.actors.host;

import org.jspecify.annotations.NullMarked;
