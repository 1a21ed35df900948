package epochal.ledger.aggregate;

import static epochal.ledger.aggregate.Keys.ALICE;
import static epochal.ledger.aggregate.Keys.BOB;
import static epochal.ledger.aggregate.Keys.HOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import epochal.ledger.aggregate.Notebook.Command;
import epochal.ledger.aggregate.Notebook.Event;
import epochal.ledger.aggregate.Notebook.Got;
import epochal.ledger.aggregate.Notebook.Pages;
import epochal.ledger.aggregate.Notebook.Sent;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Sourced;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules that all aggregates share: commands once and in time, the block never back. */
class EntityLifeTest {
  private static final EntityId ME = EntityId.account(ALICE);
  private static final EntityId BOBS = EntityId.account(BOB);
  private static final long LIFETIME = 7_200;
  private static final long LANE_LIFETIME = 100;
  private static final SortedMap<EntityId, Sourced> NO_FACTS = Collections.emptySortedMap();

  private final EntityLife<Pages, Command, Event> life =
      new EntityLife<>(new Notebook(), ClassicNetwork.parameters());
  private Entity<Pages> entity = life.initial(ME);

  private static SignedCall signed(long id, Call call, long validUntil) {
    return new SignedCall(
        call,
        validUntil,
        ALICE,
        new Hash256(id, 0, 0, 0),
        new Bytes(new byte[] {1}),
        Signature.of(new byte[Signature.LENGTH]));
  }

  private static Command send(Long... numbers) {
    return new Notebook.Send(ALICE, BOBS, List.of(numbers));
  }

  private Step<Pages, Event> submit(SignedCall call, long clock) {
    return step(new Input.Submitted<>(call), LaneNotes.NONE, clock);
  }

  private Step<Pages, Event> step(Input<Command> input, LaneNotes notes, long clock) {
    return life.step(entity, input, notes, clock, 5, NO_FACTS);
  }

  private Step<Pages, Event> arrive(long number, long after, long sentAt, long clock) {
    return step(arrived(number, after, sentAt, Notebook.message(number)), LaneNotes.NONE, clock);
  }

  private static Input<Command> arrived(long number, long after, long sentAt, Message message) {
    return new Input.Arrived<>(BOBS, number, after, sentAt, message);
  }

  private List<Recorded<Event>> persist(Step<Pages, Event> step) {
    assertThat(step).isInstanceOf(Step.Persist.class);
    var persist = (Step.Persist<Pages, Event>) step;
    entity = persist.after();
    return persist.records();
  }

  private static void refused(Step<Pages, Event> step, RejectionCode code) {
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Refused.class, refused -> assertThat(refused.rejection().code()).isEqualTo(code));
  }

  @Nested
  class A_command {
    @Test
    void is_recorded_with_its_authority() {
      SignedCall call = signed(1, send(9L), 50);
      assertThat(persist(submit(call, 10)))
          .containsExactly(
              new Recorded<>(
                  ME, 1, 10, 5, new Origin.Signed(call), LaneNotes.NONE, new Sent(BOBS, 9)));
      assertThat(entity.sequence()).isEqualTo(1);
      assertThat(entity.lanes().outbox()).hasSize(1);
    }

    @Test
    void submitted_again_is_not_obeyed_again_but_answered_with_its_first_event() {
      persist(submit(signed(7, send(1L), 50), 10));
      SignedCall call = signed(1, send(2L, 3L), 50);
      persist(submit(call, 10));
      assertThat(submit(call, 20)).isEqualTo(new Step.Settled<>(2));
    }

    @Test
    void submitted_again_after_its_last_block_still_has_its_outcome_while_it_is_remembered() {
      SignedCall call = signed(1, send(2L), 50);
      persist(submit(call, 10));
      assertThat(submit(call, 51)).isEqualTo(new Step.Settled<>(1));
    }

    @Test
    void with_another_id_is_another_command() {
      persist(submit(signed(1, send(2L), 50), 10));
      persist(submit(signed(2, send(2L), 50), 10));
      assertThat(entity.lanes().outbox()).hasSize(2);
    }

    @Test
    void is_valid_up_to_its_last_block() {
      refused(submit(signed(1, send(1L), 49), 50), RejectionCode.AncientBirthBlock);
      persist(submit(signed(1, send(1L), 50), 50));
    }

    @Test
    void may_not_be_valid_for_longer_than_a_lifetime() {
      refused(submit(signed(1, send(1L), 10 + LIFETIME + 1), 10), RejectionCode.BadRequest);
      persist(submit(signed(1, send(1L), 10 + LIFETIME), 10));
    }

    @Test
    void is_forgotten_once_it_has_expired_and_another_is_obeyed() {
      persist(submit(signed(1, send(1L), 50), 10));
      persist(submit(signed(2, send(1L), 60), 50));
      assertThat(entity.recent().sequences()).hasSize(2);
      persist(submit(signed(3, send(1L), 60), 51));
      assertThat(entity.recent().sequences()).hasSize(2);
      refused(submit(signed(1, send(1L), 50), 51), RejectionCode.AncientBirthBlock);
    }

    @Test
    void that_is_rejected_leaves_nothing() {
      refused(submit(signed(1, new Notebook.Refuse(ALICE), 50), 10), RejectionCode.BadOrigin);
    }

    @Test
    void without_effect_is_recorded_without_an_event_and_cannot_be_sent_again() {
      SignedCall call = signed(1, send(), 50);

      assertThat(persist(submit(call, 10)))
          .containsExactly(
              new Recorded<>(ME, 1, 10, 5, new Origin.Signed(call), LaneNotes.NONE, null));
      assertThat(submit(call, 11)).isEqualTo(new Step.Settled<>(1));
    }

    @Test
    void with_several_events_is_recorded_as_one_with_its_reason_on_the_first() {
      persist(submit(signed(1, send(1L), 50), 10));
      var notes = new LaneNotes(List.of(1L), List.of());
      var records = persist(step(new Input.Submitted<>(signed(2, send(2L, 3L), 50)), notes, 10));
      assertThat(records).extracting(Recorded::sequence).containsExactly(2L, 3L);
      assertThat(records.get(0).notes()).isEqualTo(notes);
      assertThat(records.get(1).origin()).isEqualTo(Origin.SAME);
      assertThat(records.get(1).notes()).isEqualTo(LaneNotes.NONE);
      assertThat(entity.lanes().outbox()).containsOnlyKeys(2L, 3L);
    }

    @Test
    void that_needs_to_know_more_asks_and_goes_on_with_the_facts() {
      EntityId other = EntityId.validator(HOT);
      Input<Command> input =
          new Input.Submitted<>(signed(1, new Notebook.AskOther(ALICE, other), 50));
      assertThat(step(input, LaneNotes.NONE, 10)).isInstanceOf(Step.Asks.class);
      var facts = new TreeMap<EntityId, Sourced>();
      facts.put(other, new Sourced(new Fact.ValidatorStanding(BOB, true, Rao.of(8)), 3));
      assertThat(persist(life.step(entity, input, LaneNotes.NONE, 10, 5, facts)))
          .extracting(Recorded::event)
          .containsExactly(new Sent(other, 8));
    }

    @Test
    void that_needs_work_goes_on_with_its_result() {
      Input<Command> input = new Input.Submitted<>(signed(1, new Notebook.Compute(ALICE), 50));
      var works = (Step.Works<Pages, Event>) step(input, LaneNotes.NONE, 10);
      var facts = new TreeMap<EntityId, Sourced>();
      facts.put(ME, new Sourced(works.work().apply(Workers.ONE), 0));
      assertThat(persist(life.step(entity, input, LaneNotes.NONE, 10, 5, facts)))
          .extracting(Recorded::event)
          .containsExactly(new Sent(ME, 42));
    }

    @Test
    void that_the_aggregate_calls_foreign_is_refused() {
      var picky = new EntityLife<>(new PickyNotebook(), ClassicNetwork.parameters());
      var step =
          picky.step(
              picky.initial(ME),
              new Input.Submitted<>(signed(1, new Misdirected(), 50)),
              LaneNotes.NONE,
              10,
              5,
              NO_FACTS);
      assertThat(step).isInstanceOf(Step.Refused.class);
    }
  }

  private record Misdirected() implements Call {
    @Override
    public EntityId target() {
      return ME;
    }

    @Override
    public AccountId actor() {
      return ALICE;
    }
  }

  @Nested
  class A_message {
    @Test
    void is_recorded_with_its_cause() {
      assertThat(persist(arrive(4, 0, 10, 10)))
          .extracting(Recorded::origin, Recorded::event)
          .containsExactly(tuple(new Origin.Delivered(BOBS, 4), new Got(BOBS, 4)));
    }

    @Test
    void that_was_taken_is_acknowledged_again_without_effect() {
      persist(arrive(4, 0, 10, 10));
      assertThat(arrive(4, 0, 11, 11)).isEqualTo(new Step.Settled<>(0));
      assertThat(arrive(3, 0, 11, 11)).isEqualTo(new Step.Settled<>(0));
    }

    @Test
    void that_comes_before_its_predecessor_waits() {
      assertThat(arrive(5, 4, 10, 10)).isEqualTo(new Step.Ignored<>());
      persist(arrive(4, 0, 10, 10));
      persist(arrive(5, 4, 10, 10));
      assertThat(entity.state().from(BOBS)).containsExactly(4L, 5L);
    }

    @Test
    void is_void_once_its_transmission_is_older_than_a_lane_lives() {
      assertThat(arrive(1, 0, 10, 10 + LANE_LIFETIME + 1)).isEqualTo(new Step.Ignored<>());
      persist(arrive(1, 0, 10, 10 + LANE_LIFETIME));
    }

    @Test
    void that_was_taken_is_acknowledged_however_old_the_transmission() {
      persist(arrive(1, 0, 10, 10));
      assertThat(arrive(1, 0, 10, 1_000)).isEqualTo(new Step.Settled<>(0));
    }

    @Test
    void can_be_neither_rejected_nor_passed_over() {
      var recycled = new Message.Recycled(Rao.of(1), Message.Recycled.Reason.DUST);
      assertThatThrownBy(() -> step(arrived(1, 0, 1, recycled), LaneNotes.NONE, 1))
          .isInstanceOf(IllegalStateException.class);
      var delegation = new Message.Delegation(BOB);
      assertThatThrownBy(() -> step(arrived(1, 0, 1, delegation), LaneNotes.NONE, 1))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Nested
  class The_block {
    @Test
    void is_the_clocks() {
      assertThat(persist(submit(signed(1, send(1L), 50), 10)).get(0).block()).isEqualTo(10);
    }

    @Test
    void never_goes_back_with_the_clock() {
      persist(submit(signed(1, send(1L), 50), 40));
      assertThat(persist(submit(signed(2, send(1L), 50), 10)).get(0).block()).isEqualTo(40);
      assertThat(persist(life.settle(entity, LaneNotes.NONE, 12, 5)).get(0).block()).isEqualTo(40);
    }

    @Test
    void is_never_before_the_cause() {
      assertThat(persist(arrive(1, 0, 70, 10)).get(0).block()).isEqualTo(70);
    }

    @Test
    void of_what_happens_by_itself_is_not_before_the_least_block() {
      Input<Command> input = new Input.Internal<>(send(1L), Origin.CLOCK, 33);
      assertThat(persist(step(input, LaneNotes.NONE, 10)))
          .extracting(Recorded::block, Recorded::origin)
          .containsExactly(tuple(33L, Origin.CLOCK));
    }

    @Test
    void decides_whether_a_command_has_expired() {
      persist(arrive(1, 0, 70, 10));
      refused(submit(signed(1, send(1L), 69), 10), RejectionCode.AncientBirthBlock);
    }
  }

  @Nested
  class A_record {
    private Recorded<Event> recorded(EntityId id, long sequence, long block) {
      return new Recorded<>(id, sequence, block, 5, Origin.CLOCK, LaneNotes.NONE, new Got(BOBS, 1));
    }

    @Test
    void applies_to_its_own_entity_in_its_own_turn_and_time() {
      persist(submit(signed(1, send(1L), 50), 10));
      assertThat(life.apply(entity, recorded(ME, 2, 10)).sequence()).isEqualTo(2);
      for (var wrong :
          List.of(
              recorded(BOBS, 2, 10),
              recorded(ME, 1, 10),
              recorded(ME, 3, 10),
              recorded(ME, 2, 9))) {
        assertThatThrownBy(() -> life.apply(entity, wrong))
            .isInstanceOf(IllegalStateException.class);
      }
    }

    @Test
    void makes_the_same_entity_when_it_is_read_as_when_it_was_written() {
      Entity<Pages> replayed = life.initial(ME);
      for (var record : persist(submit(signed(1, send(1L, 2L), 50), 10))) {
        replayed = life.apply(replayed, record);
      }
      for (var record : persist(arrive(1, 0, 70, 10))) {
        replayed = life.apply(replayed, record);
      }
      assertThat(replayed).isEqualTo(entity);
    }

    @Test
    void of_nothing_but_notes_settles_lanes() {
      persist(submit(signed(1, send(1L), 50), 10));
      persist(arrive(1, 0, 10, 10));
      assertThat(life.needsAttention(entity)).isTrue();
      var records = persist(life.settle(entity, new LaneNotes(List.of(1L), List.of(BOBS)), 11, 5));
      assertThat(records).singleElement().extracting(Recorded::event).isNull();
      assertThat(entity.lanes().outbox()).isEmpty();
      assertThat(entity.lanes().inbox()).isEmpty();
      assertThat(life.needsAttention(entity)).isFalse();
    }
  }
}
