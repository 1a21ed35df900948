package epochal.persistence.audit;

import static epochal.persistence.audit.TinyNetwork.ALICE;
import static epochal.persistence.audit.TinyNetwork.BOB;
import static epochal.persistence.audit.TinyNetwork.CAROL;
import static epochal.persistence.audit.TinyNetwork.MINER;
import static epochal.persistence.audit.TinyNetwork.NEWCOMER;
import static epochal.persistence.audit.TinyNetwork.SUDO;
import static epochal.persistence.audit.TinyNetwork.VALIDATOR;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.account.AccountState;
import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorEvent;
import epochal.ledger.vector.IntVector;
import epochal.subnets.Aggregates;
import epochal.subnets.epoch.EpochEvent;
import epochal.subnets.root.RootCommand;
import epochal.subnets.root.RootEvent;
import epochal.subnets.subnet.SubnetCommand;
import epochal.subnets.subnet.SubnetEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever people do, what the rules made of it passes the audit. */
class RandomHistoriesTest {
  private static final int SEEDS = 60;
  private static final List<AccountId> COLDKEYS = List.of(ALICE, BOB, CAROL, SUDO);
  private static final List<AccountId> HOTKEYS =
      List.of(
          VALIDATOR,
          MINER,
          NEWCOMER,
          TinyNetwork.key("//stranger//1"),
          TinyNetwork.key("//stranger//2"));

  @Test
  void everyHistoryPasses() {
    Set<Class<?>> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      TinyNetwork network = TinyNetwork.begun();
      var random = new Random(seed);
      for (int block = 0; block < 25; block++) {
        for (int i = random.nextInt(8); i > 0; i--) {
          network.submit(call(network, random));
          if (random.nextBoolean()) {
            network.deliver();
          }
        }
        network.blocks(1);
      }

      var auditor =
          new LogAuditor(
              new Aggregates(TinyNetwork.PARAMETERS),
              TinyNetwork.openings(),
              new CallAuthority(TinyNetwork.PARAMETERS),
              Runnable::run);
      network.log.forEach(auditor::accept);
      AuditReport report = auditor.finish();
      assertThat(report.divergence()).as("seed %s", seed).isNull();
      assertThat(report.blocks()).isEqualTo(25);
      assertThat(
              ForgedLog.auditInWindows(
                  network.log,
                  1 + random.nextInt(network.log.size()),
                  TinyNetwork.openings(),
                  new CallAuthority(TinyNetwork.PARAMETERS)))
          .as("in windows, seed %s", seed)
          .isEqualTo(report);
      for (Recorded<?> recorded : network.log) {
        if (recorded.event() != null) {
          seen.add(recorded.event().getClass());
        }
      }
    }

    assertThat(seen)
        .as("the histories have what is hard to audit in them")
        .contains(
            AccountEvent.SendingReturned.class,
            ValidatorEvent.MessageRefused.class,
            ValidatorEvent.RegistrationReturned.class,
            SubnetEvent.SeatRefused.class,
            AccountEvent.NetworkLockPaid.class,
            EpochEvent.EpochsEnded.class,
            RootEvent.NetworkRemoved.class,
            RootEvent.RootSeatTaken.class,
            RootEvent.RootWeightsSet.class,
            SubnetEvent.SubnetClosed.class,
            SubnetEvent.NeuronRegistered.class,
            SubnetEvent.TermsAdjusted.class,
            SubnetEvent.WeightsSet.class);
  }

  private static Call call(TinyNetwork network, Random random) {
    AccountId coldkey = any(COLDKEYS, random);
    AccountId hotkey = any(HOTKEYS, random);
    Netuid netuid = Netuid.of(1 + Math.max(0, random.nextInt(6) - 2));
    return switch (random.nextInt(18)) {
      case 0, 1 ->
          new AccountCommand.Transfer(
              coldkey,
              any(COLDKEYS, random),
              amount(network, coldkey, random),
              random.nextBoolean());
      case 2 ->
          new AccountCommand.TransferAll(coldkey, any(COLDKEYS, random), random.nextBoolean());
      case 3, 4 -> new AccountCommand.AddStake(coldkey, hotkey, amount(network, coldkey, random));
      case 5 -> new AccountCommand.RemoveStake(coldkey, hotkey, Rao.tao(random.nextInt(100)));
      case 6 -> new AccountCommand.BecomeDelegate(coldkey, hotkey);
      case 7 -> new AccountCommand.DecreaseTake(coldkey, hotkey, 5_898 + random.nextInt(5_898));
      case 8, 9, 15, 16 ->
          new AccountCommand.BurnedRegister(
              coldkey, netuid, hotkey, random.nextBoolean() ? null : Rao.tao(5));
      case 10 ->
          new AccountCommand.RegisterNetwork(coldkey, random.nextBoolean() ? null : Rao.tao(40));
      case 11 -> new RootCommand.RootRegister(coldkey, hotkey);
      case 12 ->
          new RootCommand.SetRootWeights(
              coldkey,
              hotkey,
              IntVector.of(0, 1),
              IntVector.of(random.nextInt(100), random.nextInt(100)),
              0);
      case 13 ->
          new SubnetCommand.SetWeights(
              hotkey,
              netuid,
              IntVector.of(0, 1),
              IntVector.of(random.nextInt(9), random.nextInt(9)),
              0);
      case 14 ->
          random.nextInt(3) == 0
              ? new RootCommand.DissolveNetwork(coldkey, netuid)
              : new AccountCommand.IncreaseTake(coldkey, hotkey, 11_796);
      default ->
          new SubnetCommand.SetHyperparameter(
              random.nextBoolean() ? SUDO : coldkey,
              netuid,
              random.nextBoolean() ? "tempo" : "max_allowed_uids",
              1 + random.nextInt(5));
    };
  }

  private static Rao amount(TinyNetwork network, AccountId coldkey, Random random) {
    Rao free = ((AccountState) network.entity(EntityId.account(coldkey)).state()).free();
    return switch (random.nextInt(4)) {
      case 0 -> free;
      case 1 -> free.minusOrZero(Rao.of(random.nextInt(1_000)));
      case 2 -> Rao.of(random.nextInt(1_000));
      default -> Rao.of(free.amount() / 3);
    };
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
