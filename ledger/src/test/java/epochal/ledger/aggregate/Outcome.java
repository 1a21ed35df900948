package epochal.ledger.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Outgoing;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What came of a {@link Scenario}. Whatever was accepted has been applied and is checked to
 * conserve money: <em>Δholdings = minted − recycled − sent + received</em>.
 *
 * @param scenario as it was before
 * @param state afterwards
 * @param sends what the events put on lanes
 */
public record Outcome<S, C, E>(
    Scenario<S, C, E> scenario, Decision<E> decision, S state, List<Outgoing> sends) {

  static <S, C, E> Outcome<S, C, E> of(
      Scenario<S, C, E> scenario, Decision<E> decision, Rao received) {
    Aggregate<S, C, E> aggregate = scenario.aggregate();
    S state = scenario.state();
    var sends = new ArrayList<Outgoing>();
    if (decision instanceof Decision.Accepted<E>(List<E> events)) {
      Rao in = aggregate.holdings(state).total().plus(received);
      Rao out = Rao.ZERO;
      for (E event : events) {
        Flow flow = aggregate.flow(state, event);
        in = in.plus(flow.minted());
        out = out.plus(flow.recycled()).plus(Message.total(flow.sends()));
        sends.addAll(flow.sends());
        state = aggregate.evolve(state, event, scenario.block());
      }
      assertThat(out.plus(aggregate.holdings(state).total()))
          .as("held, sent and recycled after %s", events)
          .isEqualTo(in);
    }
    return new Outcome<>(scenario, decision, state, List.copyOf(sends));
  }

  /** The events; fails if the command was not obeyed. */
  public List<E> events() {
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    return ((Decision.Accepted<E>) decision).events();
  }

  @SafeVarargs
  public final Outcome<S, C, E> thenEvents(E... expected) {
    assertThat(events()).isEqualTo(List.of(expected));
    return this;
  }

  public Outcome<S, C, E> thenNothingHappens() {
    assertThat(events()).isEmpty();
    return this;
  }

  public Outcome<S, C, E> thenSends(Outgoing... expected) {
    events();
    assertThat(sends).containsExactly(expected);
    return this;
  }

  public Outcome<S, C, E> thenSends(EntityId to, Message message) {
    return thenSends(new Outgoing(to, message));
  }

  /** The refusal has this code, and a sentence that ends. */
  public Rejection thenRejected(RejectionCode code) {
    assertThat(decision).isInstanceOf(Decision.Rejected.class);
    Rejection rejection = ((Decision.Rejected<E>) decision).rejection();
    assertThat(rejection.code()).as(rejection.sentence()).isEqualTo(code);
    assertThat(rejection.sentence()).isNotBlank();
    return rejection;
  }

  public void thenAsks(EntityId whom, Query query) {
    assertThat(decision).isInstanceOf(Decision.Asks.class);
    assertThat(((Decision.Asks<E>) decision).queries()).containsOnly(Map.entry(whom, query));
  }

  public void thenAsks(EntityId... whom) {
    assertThat(decision).isInstanceOf(Decision.Asks.class);
    assertThat(((Decision.Asks<E>) decision).queries().keySet()).containsExactly(whom);
  }

  public Rao holdings() {
    return scenario.aggregate().holdings(state).total();
  }

  /** The story goes on from here, with no facts known. */
  public Scenario<S, C, E> andThen() {
    events();
    return new Scenario<>(
        scenario.aggregate(),
        scenario.id(),
        scenario.network(),
        state,
        scenario.block(),
        Collections.emptySortedMap());
  }
}
