package epochal.persistence.audit;

import static epochal.persistence.audit.TinyNetwork.CAROL;
import static epochal.persistence.audit.TinyNetwork.MINER;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorEvent;
import epochal.subnets.epoch.EpochEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that are missing, doubled, moved or stamped otherwise. */
class ForgedOrderTest extends ForgedLog {
  @Test
  void anyMissingRecord() {
    for (int missing = 0; missing < log.size(); missing++) {
      Recorded<?> gone = log.get(missing);
      boolean lastOfItsEntity =
          log.subList(missing + 1, log.size()).stream()
              .noneMatch(r -> r.entity().equals(gone.entity()));
      if (!lastOfItsEntity) {
        var forged = new ArrayList<>(log);
        forged.remove(missing);
        assertThat(divergence(forged)).as("without %s", gone).isNotNull();
      }
    }
  }

  @Test
  void aMissingRecordIsNamed() {
    int missing = find(r -> r.event() instanceof EpochEvent.EpochQueued);
    Recorded<?> gone = log.get(missing);
    var forged = new ArrayList<>(log);
    forged.remove(missing);

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(gone.entity(), gone.sequence() + 1, "sequence");
  }

  @Test
  void anyDoubledRecord() {
    for (int doubled = 0; doubled < log.size(); doubled++) {
      var forged = new ArrayList<>(log);
      Recorded<?> twice = log.get(doubled);
      forged.add(doubled + 1, twice);

      assertThat(divergence(forged))
          .extracting(Divergence::entity, Divergence::sequence)
          .containsExactly(twice.entity(), twice.sequence());
    }
  }

  @Test
  void aReorderedLane() {
    // Carol's account pays Alice twice, the messages being taken in the wrong order.
    int first =
        find(
            r ->
                r.entity().equals(EntityId.account(CAROL))
                    && r.origin() instanceof Origin.Delivered);
    Recorded<?> taken = log.get(first);
    var cause = (Origin.Delivered) taken.origin();
    var forged = new ArrayList<>(log.subList(0, first));
    forged.add(
        new Recorded<>(
            taken.entity(),
            taken.sequence(),
            taken.block(),
            taken.wallMillis(),
            new Origin.Delivered(cause.from(), cause.number() + 1),
            taken.notes(),
            taken.event()));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(taken.entity(), taken.sequence(), "origin.number");
  }

  @Test
  void aMessageThatWasNeverSent() {
    int sent = find(r -> r.event() instanceof AccountEvent.Transferred);
    int taken = find(r -> r.event() instanceof AccountEvent.Credited);
    var forged = new ArrayList<>(log);
    forged.remove(sent);
    forged.subList(taken, forged.size()).clear();

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(log.get(taken).entity(), log.get(taken).sequence(), "origin.number");
  }

  @Test
  void aBlockThatGoesBack() {
    int at = find(r -> r.block() > 3 && r.event() instanceof ValidatorEvent.RewardPaid);
    // The second reward of its hotkey, so that there is a block to go back from.
    Recorded<?> first = log.get(at);
    int second =
        find(
            r ->
                r.entity().equals(first.entity())
                    && r.block() > first.block()
                    && r.event() instanceof ValidatorEvent.RewardPaid);
    expectAt(second, at(log.get(second), first.block() - 1), "block");
  }

  @Test
  void aBlockThatHasNotBeenMinted() {
    int at = find(r -> r.event() instanceof AccountEvent.StakeSent);
    expectAt(at, at(log.get(at), 1), "block");
  }

  @Test
  void aMessageThatIsTakenBeforeItsBlock() {
    int at =
        find(
            r ->
                r.block() > 5
                    && r.sequence() > 1
                    && r.entity().equals(EntityId.validator(MINER))
                    && r.origin() instanceof Origin.Delivered);
    int before =
        findLast(
            r ->
                r.entity().equals(EntityId.validator(MINER))
                    && r.sequence() == log.get(at).sequence() - 1);
    expectAt(at, at(log.get(at), log.get(before).block()), "block");
  }

  @Test
  void anAcknowledgementOfWhatHasNotArrived() {
    int at = find(r -> r.event() instanceof AccountEvent.StakeSent);
    Recorded<?> record = log.get(at);
    int next =
        find(r -> r.entity().equals(record.entity()) && r.sequence() == record.sequence() + 1);
    var forged = new ArrayList<>(log.subList(0, at + 1));
    forged.add(noted(log.get(next), new LaneNotes(List.of(1L), List.of())));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(record.entity(), record.sequence() + 1, "notes.acknowledged");
  }

  @Test
  void forgettingASenderThatMaySendAgain() {
    int taken = find(r -> r.event() instanceof AccountEvent.Credited);
    Recorded<?> record = log.get(taken);
    var cause = (Origin.Delivered) record.origin();
    var forged = new ArrayList<>(log.subList(0, taken + 1));
    forged.add(
        new Recorded<>(
            record.entity(),
            record.sequence() + 1,
            record.block(),
            0,
            Origin.CLOCK,
            new LaneNotes(List.of(), List.of(cause.from())),
            null));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(record.entity(), record.sequence() + 1, "notes.forgotten");
  }

  @Test
  void aNoteThatBringsAnEventWithIt() {
    int taken = find(r -> r.event() instanceof AccountEvent.Credited);
    Recorded<?> record = log.get(taken);
    var forged = new ArrayList<>(log.subList(0, taken + 1));
    forged.add(next(record, 1, Origin.CLOCK, null));
    forged.add(
        next(record, 2, Origin.SAME, new AccountEvent.Transferred(CAROL, Rao.of(5), Rao.ZERO)));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(record.entity(), record.sequence() + 2, "origin");
  }

  private static Recorded<?> next(
      Recorded<?> record, int further, Origin origin, @Nullable Object event) {
    return new Recorded<>(
        record.entity(),
        record.sequence() + further,
        record.block(),
        0,
        origin,
        LaneNotes.NONE,
        event);
  }
}
