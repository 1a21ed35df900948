package epochal.actors.simulator;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountState;
import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Signature;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.genesis.Opening;
import epochal.subnets.root.RootCommand;
import epochal.subnets.root.RootState;
import epochal.subnets.subnet.Hyperparameter;
import epochal.subnets.subnet.Neuron;
import epochal.subnets.subnet.SubnetCommand;
import epochal.subnets.subnet.SubnetState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * People who do anything: sensible calls and hopeless ones, on purpose also amounts that leave
 * dust, accounts that do not exist, keys that are not theirs, and the same call twice. The
 * signatures are not real, since what is signed is not what a simulation is about.
 */
public final class RandomWorkload implements Workload {
  private final List<AccountId> coldkeys = new ArrayList<>();
  private final List<AccountId> hotkeys = new ArrayList<>();
  private final int callsABlock;
  private long calls;

  public RandomWorkload(Genesis genesis, int callsABlock) {
    this.callsABlock = callsABlock;
    var cold = new TreeSet<AccountId>();
    var hot = new TreeSet<AccountId>();
    for (Opening opening : genesis.openings()) {
      switch (opening.entity()) {
        case EntityId.Account(AccountId coldkey) -> cold.add(coldkey);
        case EntityId.Validator(AccountId hotkey) -> hot.add(hotkey);
        case EntityId.Subnet ignored -> {}
        case EntityId.Emission ignored -> {}
      }
    }
    coldkeys.addAll(cold);
    hotkeys.addAll(hot);
    for (int i = 0; i < 4; i++) {
      coldkeys.add(stranger("coldkey " + i));
      hotkeys.add(stranger("hotkey " + i));
    }
  }

  private static AccountId stranger(String name) {
    return AccountId.of(Blake2b.hash256(name.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  @Override
  public void atBlock(long height, Simulation simulation, SplittableRandom random) {
    for (int i = 0; i < callsABlock; i++) {
      Call call = call(simulation, random);
      long lifetime = 1 + random.nextLong(simulation.network().commandLifetime());
      SignedCall signed = signed(call, height + lifetime);
      simulation.submit(signed);
      if (random.nextInt(10) == 0) {
        simulation.submit(signed);
      }
    }
  }

  private SignedCall signed(Call call, long validUntil) {
    byte[] bytes = ("call " + calls++).getBytes(StandardCharsets.UTF_8);
    return new SignedCall(
        call,
        validUntil,
        call.actor(),
        Blake2b.hash256(bytes),
        new Bytes(bytes),
        Signature.of(new byte[Signature.LENGTH]));
  }

  private Call call(Simulation simulation, SplittableRandom random) {
    AccountId coldkey = any(coldkeys, random);
    AccountId hotkey = any(hotkeys, random);
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3 ->
          new AccountCommand.Transfer(
              coldkey,
              any(coldkeys, random),
              amount(simulation, coldkey, random),
              random.nextBoolean());
      case 4 ->
          new AccountCommand.TransferAll(coldkey, any(coldkeys, random), random.nextBoolean());
      case 5, 6, 7 ->
          new AccountCommand.AddStake(coldkey, hotkey, amount(simulation, coldkey, random));
      case 8, 9 ->
          new AccountCommand.RemoveStake(
              coldkey, hotkey, Rao.of(random.nextLong(Rao.PER_TAO * 100)));
      case 10 ->
          random.nextBoolean()
              ? new AccountCommand.BecomeDelegate(coldkey, hotkey)
              : new AccountCommand.DecreaseTake(coldkey, hotkey, 5_898 + random.nextInt(5_898));
      case 11, 12 ->
          new AccountCommand.BurnedRegister(coldkey, netuid(simulation, random), hotkey, null);
      case 13 -> new AccountCommand.RegisterNetwork(coldkey, null);
      case 14, 15 -> weights(simulation, random);
      case 16 -> new RootCommand.RootRegister(coldkey, hotkey);
      case 17 -> vote(simulation, random);
      case 18 ->
          random.nextInt(4) == 0
              ? new RootCommand.DissolveNetwork(coldkey, netuid(simulation, random))
              : serve(simulation, random);
      default -> parameter(simulation, random);
    };
  }

  private static Rao amount(Simulation simulation, AccountId coldkey, SplittableRandom random) {
    var state = (AccountState) simulation.stateOf(EntityId.account(coldkey));
    long free = state.free().amount();
    return switch (random.nextInt(6)) {
      case 0 -> Rao.of(random.nextLong(1_000));
      case 1 -> state.free();
      case 2 -> Rao.of(Math.max(0, free - random.nextLong(1_000)));
      default -> Rao.of(free / (2 + random.nextInt(20)));
    };
  }

  private static Netuid netuid(Simulation simulation, SplittableRandom random) {
    var root = (RootState) simulation.stateOf(EntityId.ROOT);
    var netuids = new ArrayList<>(root.subnets().keySet());
    return netuids.isEmpty() || random.nextInt(20) == 0
        ? Netuid.of(random.nextInt(8))
        : any(netuids, random);
  }

  private SubnetState subnet(Simulation simulation, SplittableRandom random) {
    Netuid netuid = netuid(simulation, random);
    return (SubnetState)
        simulation.stateOf(EntityId.subnet(netuid.isRoot() ? Netuid.of(1) : netuid));
  }

  private Call weights(Simulation simulation, SplittableRandom random) {
    SubnetState subnet = subnet(simulation, random);
    int n = Math.max(1, subnet.size());
    int[] uids = new int[1 + random.nextInt(n)];
    int[] values = new int[uids.length];
    int first = random.nextInt(n);
    for (int i = 0; i < uids.length; i++) {
      uids[i] = (first + i) % n;
      values[i] = random.nextInt(65_536);
    }
    return new SubnetCommand.SetWeights(
        neuron(subnet, random), subnet.netuid(), IntVector.of(uids), IntVector.of(values), 0);
  }

  private AccountId neuron(SubnetState subnet, SplittableRandom random) {
    return subnet.size() == 0
        ? any(hotkeys, random)
        : subnet.neurons().get(random.nextInt(subnet.size())).hotkey();
  }

  private Call vote(Simulation simulation, SplittableRandom random) {
    var root = (RootState) simulation.stateOf(EntityId.ROOT);
    if (root.seats().isEmpty()) {
      return new RootCommand.RootRegister(any(coldkeys, random), any(hotkeys, random));
    }
    RootState.Seat seat = root.seats().get(random.nextInt(root.seats().size()));
    int[] netuids = root.subnets().keySet().stream().mapToInt(Netuid::value).toArray();
    int[] values = new int[netuids.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(65_536);
    }
    return new RootCommand.SetRootWeights(
        seat.coldkey(), seat.hotkey(), IntVector.of(netuids), IntVector.of(values), 0);
  }

  private Call serve(Simulation simulation, SplittableRandom random) {
    SubnetState subnet = subnet(simulation, random);
    return new SubnetCommand.ServeAxon(
        neuron(subnet, random),
        subnet.netuid(),
        1,
        new Neuron.Ip(0, 0x0a000001L + random.nextInt(1_000)),
        random.nextInt(65_536),
        4,
        0,
        0,
        0);
  }

  private Call parameter(Simulation simulation, SplittableRandom random) {
    SubnetState subnet = subnet(simulation, random);
    Hyperparameter parameter =
        random.nextBoolean()
            ? Hyperparameter.TEMPO
            : Hyperparameter.values()[random.nextInt(Hyperparameter.values().length)];
    long value =
        parameter.type() == Hyperparameter.Type.BOOL ? random.nextInt(2) : random.nextInt(16);
    AccountId sudo = simulation.network().sudo();
    return new SubnetCommand.SetHyperparameter(
        sudo == null || random.nextInt(4) == 0 ? any(coldkeys, random) : sudo,
        subnet.netuid(),
        parameter.specName(),
        value);
  }

  private static <T> T any(List<T> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }
}
