package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.money.Rao;
import java.util.List;

/**
 * What an event does to the world beyond its aggregate.
 *
 * @param minted money that it brings into being
 * @param recycled money that it takes out of being
 * @param sends messages that it puts on lanes, in this order
 */
public record Flow(Rao minted, Rao recycled, List<Outgoing> sends) {
  public static final Flow NONE = new Flow(Rao.ZERO, Rao.ZERO, List.of());

  public static Flow mints(Rao amount) {
    return new Flow(amount, Rao.ZERO, List.of());
  }

  public static Flow recycles(Rao amount) {
    return new Flow(Rao.ZERO, amount, List.of());
  }

  public static Flow sends(Outgoing... messages) {
    return new Flow(Rao.ZERO, Rao.ZERO, List.of(messages));
  }

  public static Flow sends(EntityId to, Message message) {
    return sends(new Outgoing(to, message));
  }

  public static Flow sends(List<Outgoing> messages) {
    return new Flow(Rao.ZERO, Rao.ZERO, List.copyOf(messages));
  }
}
