package epochal.actors.host;

import epochal.actors.protocol.HostMessage;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;

/** What a {@link HostedEntity} needs of its actor. */
interface EntityBody {
  ActorRef<HostMessage> self();

  /** One check in this time at the latest. */
  void checkWithin(Duration time);

  /** Asks the shard to let the entity leave memory. */
  void passivate();
}
