package epochal.cluster.bench;

import com.typesafe.config.ConfigFactory;
import epochal.actors.clock.Pace;
import epochal.actors.gateway.NodeSettings;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.SigningKey;
import epochal.ledger.money.Rao;
import epochal.persistence.genesis.Genesis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network that transfers are measured in: accounts with equal balances and nothing else, the
 * same for the same load on any machine.
 *
 * <p>Their keys come of their numbers. Where nothing is signed an account is a hash and has no
 * secret, and the genesis says so: the network is {@link
 * epochal.ledger.aggregate.NetworkParameters#unsigned}, which its id covers, and no other node
 * serves it. Blocks follow every second, and so a lane is remembered for thirty of them.
 */
public final class TransferNetwork {
  /** Between blocks, in milliseconds. */
  private static final long BLOCK_MILLIS = 1_000;

  private static final long LANE_LIFETIME = 30;
  private static final long MOST_SUPPLY_TAO = 20_000_000;
  private static final long MOST_BALANCE_TAO = 1_000;
  private static final byte[] DOMAIN =
      "epochal bench transfers".getBytes(StandardCharsets.US_ASCII);

  private final TransferLoad load;
  private final List<AccountId> active;
  private final List<SigningKey> keys;

  private TransferNetwork(TransferLoad load, List<AccountId> active, List<SigningKey> keys) {
    this.load = load;
    this.active = active;
    this.keys = keys;
  }

  public static TransferNetwork of(TransferLoad load) {
    var active = new ArrayList<AccountId>(load.active());
    var keys = new ArrayList<SigningKey>();
    for (int i = 0; i < load.active(); i++) {
      if (load.signed()) {
        SigningKey key = SigningKey.fromSeed(number(i).bytes());
        keys.add(key);
        active.add(key.accountId());
      } else {
        active.add(unkeyed(i));
      }
    }
    return new TransferNetwork(load, active, keys);
  }

  /** Made anew each time, since of many accounts it is large. */
  public Genesis genesis() {
    return Genesis.of(document().getBytes(StandardCharsets.UTF_8));
  }

  private String document() {
    Rao balance = Rao.tao(Math.min(MOST_BALANCE_TAO, MOST_SUPPLY_TAO / load.accounts()));
    var text = new StringBuilder(300 + load.accounts() * 72);
    text.append("{\"format\":\"epochal-genesis/1\",\"name\":\"bench-transfers\",")
        .append("\"notes\":[\"For measurements. Its keys are derived from numbers.\"],")
        .append("\"parameters\":{\"block_millis\":")
        .append(BLOCK_MILLIS)
        .append(",\"lane_lifetime\":")
        .append(LANE_LIFETIME)
        .append(load.signed() ? "" : ",\"unsigned\":true")
        .append("},\"balances\":{");
    for (int i = 0; i < load.accounts(); i++) {
      text.append(i == 0 ? "\"" : ",\n\"")
          .append(i < active.size() ? active.get(i) : unkeyed(i))
          .append("\":")
          .append(balance.amount());
    }
    return text.append("},\n\"hotkeys\":{},\"subnets\":[],\"root\":[]}\n").toString();
  }

  /** How a node serves such a network, and stops only when it is told to. */
  public static NodeSettings settings(Path data, Hash256 network) {
    return NodeSettings.of(data, network)
        .with(
            ConfigFactory.parseMap(
                Map.of(
                    "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook",
                    "off",
                    "epochal.node.serve-unsigned",
                    "on")));
  }

  /** How blocks follow in such a network. */
  public static Pace pace() {
    return Pace.every(Duration.ofMillis(BLOCK_MILLIS));
  }

  private static Hash256 number(int i) {
    return Blake2b.incremental().update(DOMAIN).updateLong(i).hash();
  }

  /** The account with a number, where nothing is signed. */
  public static AccountId unkeyed(int i) {
    Hash256 number = number(i);
    return new AccountId(number.a(), number.b(), number.c(), number.d());
  }

  /** The accounts that take part, by their numbers. */
  public List<AccountId> active() {
    return active;
  }

  /** The key of an active account; only where calls are signed. */
  SigningKey key(int account) {
    return keys.get(account);
  }
}
