package epochal.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import epochal.subnets.emission.EmissionEvent;
import epochal.subnets.epoch.EpochEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Blocks and epochs that come out otherwise when they are computed again. */
class ForgedEpochsTest extends ForgedLog {
  @Test
  void aForgedIncentive() {
    tampered(
        EpochEvent.EpochHeld.class,
        e -> e.outcome().incentive().get(1) > 1,
        e -> {
          int[] incentive = e.outcome().incentive().values().clone();
          incentive[1]--;
          Message.EpochOutcome o = e.outcome();
          return held(
              e,
              e.stakes(),
              new Message.EpochOutcome(
                  o.block(),
                  o.registrations(),
                  o.permits(),
                  o.active(),
                  o.stakeWeight(),
                  o.consensus(),
                  new IntVector(incentive),
                  o.dividends(),
                  o.validatorTrust(),
                  o.emission()),
              e.subnetSequence());
        },
        "event.outcome.incentive[1]");
  }

  @Test
  void aChangedStake() {
    tampered(
        EpochEvent.EpochHeld.class,
        e -> {
          long[] stakes = e.stakes().values().clone();
          stakes[0]++;
          return held(e, new LongVector(stakes), e.outcome(), e.subnetSequence());
        },
        "event.stakes[0]");
  }

  @Test
  void aSourceFromTheFuture() {
    tampered(
        EpochEvent.EpochHeld.class,
        e -> held(e, e.stakes(), e.outcome(), e.subnetSequence() + 1_000),
        "event.subnetSequence");
  }

  @Test
  void anotherPayment() {
    tampered(
        EpochEvent.EpochPaid.class,
        e -> new EpochEvent.EpochPaid(e.dueBlock(), e.paid(), e.remainder().plus(Rao.of(1))),
        "event.remainder");
  }

  @Test
  void anEpochThatIsPaidTwice() {
    int paid = find(r -> r.event() instanceof EpochEvent.EpochPaid);
    Recorded<?> again = log.get(paid);
    var forged = new ArrayList<>(log.subList(0, paid + 1));
    forged.add(
        new Recorded<>(
            again.entity(),
            again.sequence() + 1,
            again.block(),
            again.wallMillis(),
            again.origin(),
            LaneNotes.NONE,
            again.event()));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(EPOCHS, again.sequence() + 1, "event");
  }

  @Test
  void anEpochThatIsSkippedAlthoughItsSubnetIsThere() {
    int held = find(r -> r.event() instanceof EpochEvent.EpochHeld);
    var event = (EpochEvent.EpochHeld) log.get(held).event();
    var forged = new ArrayList<>(log.subList(0, held));
    forged.add(
        with(log.get(held), new EpochEvent.EpochSkipped(event.dueBlock(), event.emission())));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(EPOCHS, log.get(held).sequence(), "event");
  }

  @Test
  void aForgedEpochIsFoundOnAnotherThreadAsTheFirst() throws Exception {
    int at = find(r -> r.event() instanceof EpochEvent.EpochHeld);
    var event = (EpochEvent.EpochHeld) log.get(at).event();
    var forged = new ArrayList<>(log);
    forged.set(
        at,
        with(
            log.get(at),
            new EpochEvent.EpochHeld(
                event.dueBlock(),
                event.emission(),
                event.subnetSequence(),
                event.hotkeys(),
                event.registrations(),
                event.stakes(),
                event.stakeSequences(),
                event.outcome(),
                event.serverEmission(),
                event.validatorEmission(),
                List.of(WeightRow.EMPTY),
                event.discarded())));
    try (var executor = Executors.newSingleThreadExecutor()) {
      var auditor = new LogAuditor(aggregates(), null, AuthorityCheck.NONE, executor);
      forged.forEach(auditor::accept);
      assertThat(auditor.finish().divergence())
          .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
          .containsExactly(EPOCHS, log.get(at).sequence(), "event.bonds.size");
    }
  }

  @Test
  void aRootEpochWithAnotherShare() {
    tampered(
        EmissionEvent.RootEpochHeld.class,
        e -> {
          var shares = new ArrayList<>(e.shares());
          EmissionEvent.Share last = shares.removeLast();
          shares.add(new EmissionEvent.Share(last.netuid(), last.emission().plus(Rao.of(1))));
          return new EmissionEvent.RootEpochHeld(
              e.height(),
              e.blockEmission(),
              e.rootSequence(),
              e.stakes(),
              e.stakeSequences(),
              shares);
        },
        "event.shares[1].emission");
  }

  @Test
  void aRootEpochThatIsMissing() {
    int at = find(r -> r.event() instanceof EmissionEvent.RootEpochHeld);
    Recorded<?> root = log.get(at);
    Recorded<?> mint = log.get(at + 1);
    var forged = new ArrayList<>(log.subList(0, at));
    forged.add(
        new Recorded<>(
            root.entity(),
            root.sequence(),
            root.block(),
            root.wallMillis(),
            root.origin(),
            root.notes(),
            mint.event()));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(EntityId.NETWORK_EMISSION, root.sequence(), "event");
  }

  @Test
  void aWrongMint() {
    tampered(
        EmissionEvent.BlockMinted.class,
        e -> minted(e, e.rewards().getFirst().cut(), Rao.of(1)),
        "event.rewards[0].accrued");
  }

  @Test
  void aChangedCut() {
    tampered(
        EmissionEvent.BlockMinted.class,
        e -> minted(e, e.rewards().getFirst().cut().plus(Rao.of(1)), Rao.ZERO),
        "event.rewards[0].cut");
  }

  @Test
  void aBlockThatIsMintedTwice() {
    int at = find(r -> r.event() instanceof EmissionEvent.BlockMinted);
    Recorded<?> mint = log.get(at);
    var forged = new ArrayList<>(log.subList(0, at + 1));
    forged.add(
        new Recorded<>(
            mint.entity(),
            mint.sequence() + 1,
            mint.block(),
            mint.wallMillis(),
            mint.origin(),
            LaneNotes.NONE,
            mint.event()));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(EntityId.NETWORK_EMISSION, mint.sequence() + 1, "block");
  }

  private static EmissionEvent.BlockMinted minted(EmissionEvent.BlockMinted e, Rao cut, Rao more) {
    EmissionEvent.SubnetReward first = e.rewards().getFirst();
    var rewards = new ArrayList<>(e.rewards());
    rewards.set(
        0,
        new EmissionEvent.SubnetReward(
            first.netuid(), first.owner(), cut, first.accrued().plus(more), first.due()));
    return new EmissionEvent.BlockMinted(e.height(), rewards);
  }

  private static EpochEvent.EpochHeld held(
      EpochEvent.EpochHeld e, LongVector stakes, Message.EpochOutcome outcome, long sequence) {
    return new EpochEvent.EpochHeld(
        e.dueBlock(),
        e.emission(),
        sequence,
        e.hotkeys(),
        e.registrations(),
        stakes,
        e.stakeSequences(),
        outcome,
        e.serverEmission(),
        e.validatorEmission(),
        e.bonds(),
        e.discarded());
  }
}
