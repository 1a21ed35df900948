package epochal.actors.protocol;

import epochal.persistence.kryo.KryoTypes;
import java.util.List;

/** What entities are told and answer, for Kryo; only ever added to at the end. */
public final class ProtocolTypes implements KryoTypes {
  @Override
  public int firstId() {
    return 1000;
  }

  @Override
  public int lastId() {
    return 1099;
  }

  @Override
  public List<Class<?>> types() {
    return List.of(
        EntityMessage.Submit.class,
        EntityMessage.Open.class,
        EntityMessage.Tick.class,
        EntityMessage.Wake.class,
        EntityMessage.Transmit.class,
        EntityMessage.Acknowledge.class,
        EntityMessage.AskSettled.class,
        EntityMessage.Settled.class,
        EntityMessage.AskFact.class,
        EntityMessage.FactFound.class,
        EntityMessage.Describe.class,
        EntityMessage.Description.class,
        Outcome.Accepted.class,
        Outcome.Rejected.class,
        Outcome.Busy.class,
        Outcome.Failed.class,
        Outcome.Unavailable.class,
        Asker.class,
        Answer.class);
  }
}
