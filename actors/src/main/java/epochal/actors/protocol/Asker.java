package epochal.actors.protocol;

import epochal.persistence.kryo.KryoSerializable;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who wants to know what comes of a command.
 *
 * @param actor is told
 * @param ticket by which it knows the command
 */
public record Asker(ActorRef<Answer> actor, long ticket) implements KryoSerializable {
  public void tell(Outcome outcome) {
    actor.tell(new Answer(ticket, outcome));
  }
}
