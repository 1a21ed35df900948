package epochal.actors.protocol;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.persistence.kryo.KryoSerializable;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What an entity can be told. Each names the entity that it is for, which refuses what is meant for
 * another.
 */
public sealed interface EntityMessage extends HostMessage, KryoSerializable {

  EntityId to();

  // From people, the genesis and the clock

  /** A call whose signature and network have been verified. */
  record Submit(SignedCall call, Asker asker) implements EntityMessage {
    @Override
    public EntityId to() {
      return call.call().target();
    }
  }

  /**
   * The genesis opens the entity; without effect if it is open.
   *
   * @param command the aggregate's own {@code Open}
   */
  record Open(EntityId to, Object command, Asker asker) implements EntityMessage {}

  /** The block clock has reached {@code block}; to the network's emission. */
  record Tick(long block, Asker asker) implements EntityMessage {
    @Override
    public EntityId to() {
      return EntityId.NETWORK_EMISSION;
    }
  }

  /**
   * The entity is to do what is due, and to go on with what it had not finished.
   *
   * @param block the height
   */
  record Wake(EntityId to, long block) implements EntityMessage {}

  // Between entities: lanes

  /**
   * A message on a lane.
   *
   * @param after the number before it on its lane that may be unacknowledged, 0 if none
   * @param sentAt the sender's block when this copy was sent
   */
  record Transmit(EntityId to, EntityId from, long number, long after, long sentAt, Message message)
      implements EntityMessage {}

  /**
   * {@code from} has taken message {@code number} and everything before it on the lane.
   *
   * @param asks whether it wants to be told when nothing on the lane is outstanding
   */
  record Acknowledge(EntityId to, EntityId from, long number, boolean asks)
      implements EntityMessage {}

  /**
   * Is anything on the lane to {@code from} outstanding? Answered only if nothing is.
   *
   * @param number the last that has been taken on it
   */
  record AskSettled(EntityId to, EntityId from, long number) implements EntityMessage {}

  /**
   * Nothing on the lane from {@code from} was outstanding at its block {@code block}.
   *
   * @param number the last that the receiver had taken when it asked
   */
  record Settled(EntityId to, EntityId from, long number, long block) implements EntityMessage {}

  // Between entities: facts

  /** A question, answered from durable state. */
  record AskFact(EntityId to, Query query, long ticket, ActorRef<FactFound> replyTo)
      implements EntityMessage {}

  /**
   * The answer to a question, which only who asked it can receive.
   *
   * @param ticket of the question
   */
  record FactFound(EntityId from, Sourced fact, long ticket)
      implements HostMessage, KryoSerializable {}

  /** Asks for the whole entity. */
  record Describe(EntityId to, ActorRef<Description> replyTo) implements EntityMessage {}

  /** An entity as it is durable. */
  record Description(Entity<?> entity) implements KryoSerializable {}
}
