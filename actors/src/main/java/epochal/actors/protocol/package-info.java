/**
 * What entities are told and what they answer: {@link epochal.actors.protocol.EntityMessage} is all
 * that may cross from one node to another, {@link epochal.actors.protocol.Outcome} what a command
 * comes to.
 */
@NullMarked
package epochal.actors.protocol;

import org.jspecify.annotations.NullMarked;
