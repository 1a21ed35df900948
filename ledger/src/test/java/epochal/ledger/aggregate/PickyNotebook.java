package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import org.jspecify.annotations.Nullable;

/** A {@link Notebook} that looks at calls before it opens them. */
final class PickyNotebook implements Aggregate<Notebook.Pages, Notebook.Command, Notebook.Event> {
  private final Notebook notebook = new Notebook();

  @Override
  public @Nullable Rejection foreign(Call call) {
    return call instanceof Notebook.Command
        ? null
        : Rejection.of(RejectionCode.BadRequest, "That is no command for a notebook.");
  }

  @Override
  public Notebook.Pages initial(EntityId id) {
    return notebook.initial(id);
  }

  @Override
  public Decision<Notebook.Event> decide(
      Notebook.Pages state, Notebook.Command command, Context context) {
    return notebook.decide(state, command, context);
  }

  @Override
  public Decision<Notebook.Event> receive(
      Notebook.Pages state, EntityId from, Message message, Context context) {
    return notebook.receive(state, from, message, context);
  }

  @Override
  public Notebook.Pages evolve(Notebook.Pages state, Notebook.Event event, long block) {
    return notebook.evolve(state, event, block);
  }

  @Override
  public Flow flow(Notebook.Pages state, Notebook.Event event) {
    return notebook.flow(state, event);
  }

  @Override
  public Fact answer(Notebook.Pages state, Query query, Context context) {
    return notebook.answer(state, query, context);
  }

  @Override
  public Holdings holdings(Notebook.Pages state) {
    return notebook.holdings(state);
  }
}
