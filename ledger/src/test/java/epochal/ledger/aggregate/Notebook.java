package epochal.ledger.aggregate;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;
import static epochal.ledger.aggregate.Decision.reject;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/**
 * The smallest aggregate for tests of what all aggregates share: it sends numbers to others and
 * writes down what it gets from each.
 */
public final class Notebook implements Aggregate<Notebook.Pages, Notebook.Command, Notebook.Event> {

  /** What was got, by sender, in order. */
  public record Pages(EntityId id, TreePMap<EntityId, TreePVector<Long>> got) {
    public List<Long> from(EntityId sender) {
      return got.getOrDefault(sender, TreePVector.empty());
    }
  }

  /** What a notebook can be told. */
  public sealed interface Command extends Call {
    AccountId owner();

    @Override
    default AccountId actor() {
      return owner();
    }

    @Override
    default EntityId target() {
      return EntityId.account(owner());
    }
  }

  /** Sends these numbers; none at all is a success without effect. */
  public record Send(AccountId owner, EntityId to, List<Long> numbers) implements Command {}

  public record Refuse(AccountId owner) implements Command {}

  public record AskOther(AccountId owner, EntityId other) implements Command {}

  public record Compute(AccountId owner) implements Command {}

  public sealed interface Event {}

  public record Sent(EntityId to, long number) implements Event {}

  public record Got(EntityId from, long number) implements Event {}

  @Override
  public Pages initial(EntityId id) {
    return new Pages(id, TreePMap.empty());
  }

  @Override
  public Decision<Event> decide(Pages state, Command command, Context ctx) {
    return switch (command) {
      case Send(AccountId owner, EntityId to, List<Long> numbers) -> {
        var events = new ArrayList<Event>();
        numbers.forEach(number -> events.add(new Sent(to, number)));
        yield accept(events);
      }
      case Refuse ignored -> reject(RejectionCode.BadOrigin, "No.");
      case AskOther(AccountId owner, EntityId other) -> {
        var standing = ctx.fact(other, Fact.ValidatorStanding.class);
        yield standing == null
            ? ask(other, new Query.Standing())
            : accept(new Sent(other, standing.stake().amount()));
      }
      case Compute ignored -> {
        var worked = ctx.fact(state.id(), Fact.Worked.class);
        yield worked == null
            ? new Decision.Works<>(workers -> new Fact.Worked(42L))
            : accept(new Sent(state.id(), (Long) worked.result()));
      }
    };
  }

  /** Takes credits; a recycling is rejected and a delegation ignored, which no aggregate may do. */
  @Override
  public Decision<Event> receive(Pages state, EntityId from, Message message, Context ctx) {
    return switch (message) {
      case Message.Credit credit -> accept(new Got(from, credit.amount().amount()));
      case Message.Recycled ignored -> reject(RejectionCode.BadOrigin, "No.");
      default -> accept();
    };
  }

  @Override
  public Pages evolve(Pages state, Event event, long block) {
    return switch (event) {
      case Sent ignored -> state;
      case Got(EntityId from, long number) ->
          new Pages(
              state.id(),
              state
                  .got()
                  .plus(from, state.got().getOrDefault(from, TreePVector.empty()).plus(number)));
    };
  }

  public static Message message(long number) {
    return new Message.Credit(Rao.of(number), Message.Credit.Reason.TRANSFER);
  }

  @Override
  public Flow flow(Pages state, Event event) {
    return switch (event) {
      case Sent(EntityId to, long number) -> Flow.sends(to, message(number));
      case Got ignored -> Flow.NONE;
    };
  }

  @Override
  public Fact answer(Pages state, Query query, Context ctx) {
    throw Aggregate.unanswerable(state.id(), query);
  }

  @Override
  public Holdings holdings(Pages state) {
    return Holdings.NONE;
  }
}
