package epochal.persistence.audit;

import static epochal.persistence.audit.TinyNetwork.BOB;
import static epochal.persistence.audit.TinyNetwork.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.AccountEvent;
import epochal.ledger.id.EntityId;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorEvent;
import epochal.subnets.emission.EmissionEvent;
import epochal.subnets.root.RootEvent;
import epochal.subnets.subnet.SubnetEvent;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Money that the rules do not give. */
class ForgedAmountsTest extends ForgedLog {
  @Test
  void aTransferOfAnotherAmountThanWasSigned() {
    tampered(
        AccountEvent.Transferred.class,
        e -> new AccountEvent.Transferred(e.to(), e.amount().plus(Rao.of(1)), e.dust()),
        "event.amount");
  }

  @Test
  void aTransferToAnotherAccountThanWasSigned() {
    tampered(
        AccountEvent.Transferred.class,
        e -> new AccountEvent.Transferred(CAROL, e.amount(), e.dust()),
        "event.to");
  }

  @Test
  void aTransferThatWasSignedAsAnotherCall() {
    int at = find(r -> r.event() instanceof AccountEvent.RegistrationPaid);

    expectAt(
        at, with(log.get(at), new AccountEvent.Transferred(CAROL, Rao.of(5), Rao.ZERO)), "event");
  }

  @Test
  void aCreditOfMoreThanWasSent() {
    tampered(
        AccountEvent.Credited.class,
        e -> new AccountEvent.Credited(e.amount().plus(Rao.of(1)), e.reason()),
        "event.amount");
  }

  @Test
  void stakeThatArrivesSmaller() {
    tampered(
        ValidatorEvent.StakeAdded.class,
        e -> new ValidatorEvent.StakeAdded(e.coldkey(), e.amount().minus(Rao.of(1))),
        "event.amount");
  }

  @Test
  void dustThatIsNotRecycled() {
    tampered(
        AccountEvent.Transferred.class,
        e -> !e.dust().isZero(),
        e -> new AccountEvent.Transferred(e.to(), e.amount(), Rao.ZERO),
        "event.dust");
  }

  @Test
  void dustThatTheEmissionRecyclesByHalf() {
    tampered(
        EmissionEvent.IssuanceReduced.class,
        e -> e.reason().equals("DUST"),
        e -> new EmissionEvent.IssuanceReduced(Rao.of(e.amount().amount() / 2), e.reason()),
        "event.amount");
  }

  @Test
  void aSeatThatIsPaidWithMoreThanTheAccountHas() {
    tampered(
        AccountEvent.RegistrationPaid.class,
        e -> new AccountEvent.RegistrationPaid(e.netuid(), e.hotkey(), Rao.tao(200)),
        "event");
  }

  @Test
  void aSeatThatCostsLess() {
    tampered(
        SubnetEvent.NeuronRegistered.class,
        e ->
            new SubnetEvent.NeuronRegistered(
                e.uid(),
                e.hotkey(),
                e.coldkey(),
                e.price().minus(Rao.of(1)),
                e.change().plus(Rao.of(1)),
                e.evicted()),
        "event.price");
  }

  @Test
  void aRewardThatIsSharedOtherwise() {
    tampered(
        ValidatorEvent.RewardPaid.class,
        e -> e.shares().size() == 2 && !e.dust().isZero(),
        e ->
            new ValidatorEvent.RewardPaid(
                e.netuid(),
                e.server(),
                e.validator(),
                e.take().plus(e.dust()),
                e.shares(),
                Rao.ZERO),
        "event.take");
  }

  @Test
  void moneyFromNowhereAtGenesis() {
    // Nothing tells what an account began with but the issuance with which the network began.
    int opened = find(r -> r.event() instanceof AccountEvent.AccountOpened);
    var forged = new ArrayList<>(log);
    var event = (AccountEvent.AccountOpened) log.get(opened).event();
    forged.set(
        opened,
        with(
            log.get(opened),
            new AccountEvent.AccountOpened(event.free().plus(Rao.of(1)), event.stakingHotkeys())));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(
            EntityId.NETWORK_EMISSION,
            log.get(find(r -> r.event() instanceof EmissionEvent.NetworkBegan)).sequence(),
            "state.minted");
  }

  @Test
  void aLockThatIsLessThanWhatWasPaidForIt() {
    // Which subnet makes room hangs on the shares at that moment, so the decision is not known.
    tampered(
        RootEvent.NetworkAdded.class,
        e -> e.owner().equals(BOB),
        e ->
            new RootEvent.NetworkAdded(
                e.netuid(), e.owner(), e.lock().minus(Rao.of(1)), e.change()),
        "conservation");
  }

  @Test
  void aSubnetThatIsRemovedWithAnotherLock() {
    int at = find(r -> r.event() instanceof RootEvent.NetworkRemoved);
    var event = (RootEvent.NetworkRemoved) log.get(at).event();
    var forged = new ArrayList<>(log);
    forged.set(
        at,
        with(
            log.get(at),
            new RootEvent.NetworkRemoved(
                event.netuid(), event.owner(), event.lock().plus(Rao.of(7)))));

    assertThat(divergence(forged))
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field, Divergence::found)
        .containsExactly(EntityId.ROOT, log.get(at).sequence() + 1, "conservation", "7 rao");
  }
}
