package epochal.actors.gateway;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountState;
import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.SigningKey;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorCommand;
import epochal.persistence.genesis.Opening;
import epochal.persistence.record.CallCodec;
import epochal.subnets.Aggregates;
import epochal.subnets.emission.EmissionCommand;
import epochal.subnets.root.RootCommand;
import epochal.subnets.subnet.SubnetCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A small network: three coldkeys, one subnet with a validator and a miner, one root seat. */
final class TestNetwork {
  static final SigningKey ALICE = SigningKey.development("//Alice");
  static final SigningKey BOB = SigningKey.development("//Bob");
  static final SigningKey CAROL = SigningKey.development("//Carol");
  static final AccountId VALIDATOR = SigningKey.development("//Alice//hot").accountId();
  static final AccountId MINER = SigningKey.development("//Carol//hot").accountId();
  static final Netuid SUBNET = Netuid.of(1);
  static final int TEMPO = 4;

  static final NetworkParameters PARAMETERS =
      new NetworkParameters(
          new Hash256(1, 2, 3, 4),
          null,
          12_000,
          100,
          20,
          Rao.of(500),
          0,
          0,
          5_898,
          11_796,
          Rao.of(1_000),
          Rao.of(1_000),
          10,
          5,
          4,
          10,
          0,
          Rao.tao(10),
          100,
          11_796,
          4,
          6,
          10,
          32_767,
          0,
          10,
          2,
          false);

  private TestNetwork() {}

  static Aggregates aggregates() {
    return new Aggregates(PARAMETERS);
  }

  static EntityId account(SigningKey key) {
    return EntityId.account(key.accountId());
  }

  static SignedCall transfer(SigningKey from, SigningKey to, Rao amount, long validUntil) {
    return signed(
        new AccountCommand.Transfer(from.accountId(), to.accountId(), amount, true),
        from,
        validUntil);
  }

  static SignedCall signed(Call call, SigningKey key, long validUntil) {
    return CallCodec.sign(call, PARAMETERS.network(), validUntil, key);
  }

  /** The genesis; the emission stands first, and must be opened last all the same. */
  static List<Opening> genesis() {
    var commands = new ArrayList<Opening>();
    Rao staked = Rao.tao(1_000).plus(Rao.of(333_333_333_333L));
    commands.add(
        new Opening(
            EntityId.NETWORK_EMISSION,
            new EmissionCommand.Open(
                Rao.tao(160).plus(staked),
                List.of(
                    new EmissionCommand.FirstSubnet(
                        SUBNET, CAROL.accountId(), TEMPO, true, Rao.of(999_999_999))))));
    commands.add(open(ALICE, Rao.tao(100)));
    commands.add(open(BOB, Rao.tao(50)));
    commands.add(open(CAROL, Rao.tao(10)));
    commands.add(
        new Opening(
            EntityId.validator(VALIDATOR),
            new ValidatorCommand.Open(
                ALICE.accountId(),
                true,
                11_796,
                List.of(
                    new ValidatorCommand.Stake(ALICE.accountId(), Rao.tao(1_000)),
                    new ValidatorCommand.Stake(BOB.accountId(), Rao.of(333_333_333_333L))),
                List.of(Netuid.ROOT, SUBNET))));
    commands.add(
        new Opening(
            EntityId.validator(MINER),
            new ValidatorCommand.Open(CAROL.accountId(), false, 0, List.of(), List.of(SUBNET))));
    var parameters = new TreeMap<String, Long>();
    parameters.put("tempo", (long) TEMPO);
    parameters.put("weights_set_rate_limit", 0L);
    parameters.put("adjustment_interval", 5L);
    commands.add(
        new Opening(
            EntityId.subnet(SUBNET),
            new SubnetCommand.Open(
                CAROL.accountId(),
                parameters,
                Rao.tao(1),
                List.of(
                    new SubnetCommand.Seat(VALIDATOR, ALICE.accountId()),
                    new SubnetCommand.Seat(MINER, CAROL.accountId())))));
    commands.add(
        new Opening(
            EntityId.ROOT,
            new RootCommand.Open(
                List.of(new RootCommand.FirstSubnet(SUBNET, CAROL.accountId())),
                List.of(new RootCommand.FirstSeat(VALIDATOR, ALICE.accountId())))));
    return commands;
  }

  private static Opening open(SigningKey key, Rao free) {
    return new Opening(account(key), new AccountCommand.Open(free, List.of()));
  }

  static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  static Rao free(Node node, SigningKey key) throws Exception {
    return ((AccountState) get(node.gateway().describe(account(key))).state()).free();
  }
}
