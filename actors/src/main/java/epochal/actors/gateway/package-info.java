/**
 * The doors of a node: {@link epochal.actors.gateway.Node} starts and stops it, {@link
 * epochal.actors.gateway.Gateway} takes commands and queries, {@link
 * epochal.actors.gateway.Records} tells of everything that has become durable.
 */
@NullMarked
package epochal.actors.gateway;

import org.jspecify.annotations.NullMarked;
