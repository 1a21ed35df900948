package epochal.cluster.demo;

import epochal.cluster.demo.Cast.Person;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.SigningKey;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.vector.IntVector;
import epochal.subnets.subnet.SubnetCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What people do in one subnet: set it up, register, stake, score, and push the weak out. */
final class SubnetLife {
  private static final int LARGE = 512;
  private static final int TARGETS_IN_A_LARGE_SUBNET = 128;
  private static final int ROWS_A_BLOCK = 6;
  private static final int REGISTRATIONS_A_BLOCK = 4;
  private static final int SEATS = 48;
  private static final int NEWCOMER_PERIOD = 12;

  private final Cast cast;
  private final Desk desk;
  private final Map<AccountId, Person> people = new TreeMap<>();

  SubnetLife(Cast cast, Desk desk) {
    this.cast = cast;
    this.desk = desk;
    for (Person person : cast.everyone()) {
      people.put(person.hot(), person);
    }
  }

  void act(Netuid netuid, long block) {
    Fact.EpochSource subnet =
        desk.ask(EntityId.subnet(netuid), new Query.EpochInputs(), Fact.EpochSource.class);
    if (!subnet.exists()) {
      return;
    }
    if (subnet.hotkeys().size() < LARGE) {
      Population.configure(desk, cast, netuid, subnet.parameters(), settings(netuid));
      register(netuid, subnet, block);
    }
    score(netuid, subnet, block);
  }

  /** The small subnets live fast, and each by another mode of consensus. */
  private static Map<String, Long> settings(Netuid netuid) {
    var settings = new LinkedHashMap<String, Long>();
    settings.put("tempo", 19L + netuid.value());
    settings.put("max_regs_per_block", 8L);
    settings.put("target_regs_per_interval", 16L);
    settings.put("adjustment_interval", 40L);
    settings.put("immunity_period", 60L);
    settings.put("max_allowed_uids", (long) SEATS);
    settings.put("max_allowed_validators", 16L);
    settings.put("weights_set_rate_limit", 8L);
    settings.put("yuma3_enabled", netuid.value() % 3 == 1 ? 0L : 1L);
    settings.put("liquid_alpha_enabled", netuid.value() % 3 == 0 ? 1L : 0L);
    return settings;
  }

  /**
   * First the validators, then the miners, a few a block. When everyone is there, newcomers fill
   * the free seats and then push out the weak, who come back in their turn.
   */
  private void register(Netuid netuid, Fact.EpochSource subnet, long block) {
    boolean full = subnet.hotkeys().size() >= SEATS;
    boolean turn = block % NEWCOMER_PERIOD == netuid.value() % NEWCOMER_PERIOD;
    int open = full ? (turn ? 1 : 0) : REGISTRATIONS_A_BLOCK;
    int missing = registerCast(netuid, subnet, open);
    if (turn && (missing == 0 || block / NEWCOMER_PERIOD % 4 == 0)) {
      desk.submit(
          new AccountCommand.BurnedRegister(
              cast.sudo().accountId(), netuid, Cast.newcomer(block).hot(), null),
          cast.sudo());
    }
  }

  /** Registers those of the cast who have no seat, at most so many; tells how many have none. */
  private int registerCast(Netuid netuid, Fact.EpochSource subnet, int atMost) {
    var seated = new TreeSet<>(subnet.hotkeys());
    int missing = 0;
    var wanted = new ArrayList<>(cast.validators());
    for (int i = 0; i < cast.miners().size(); i++) {
      wanted.add(cast.miners().get(i));
      if (i < cast.cabalMiners().size()) {
        wanted.add(cast.cabalMiners().get(i));
      }
    }
    for (Person person : wanted) {
      if (!seated.contains(person.hot())) {
        missing++;
        if (missing <= atMost) {
          desk.submit(
              new AccountCommand.BurnedRegister(person.cold(), netuid, person.hot(), null),
              person.coldkey());
        }
      }
    }
    return missing;
  }

  /** Everyone with a permit whose scores have grown old scores again. */
  private void score(Netuid netuid, Fact.EpochSource subnet, long block) {
    long age = Math.max(subnet.parameters().getOrDefault("weights_set_rate_limit", 0L), 8);
    int rows = 0;
    int n = subnet.hotkeys().size();
    int first = n == 0 ? 0 : (int) (block * ROWS_A_BLOCK % n);
    for (int i = 0; i < n && rows < ROWS_A_BLOCK; i++) {
      int uid = (first + i) % n;
      if (subnet.permits().get(uid) == 1 && isOld(subnet.lastUpdate().get(uid), age, block)) {
        AccountId hotkey = subnet.hotkeys().get(uid);
        if (isValidator(hotkey, n)) {
          rows++;
          setWeights(netuid, subnet, hotkey, block);
        }
      }
    }
  }

  private static boolean isOld(long lastUpdate, long age, long block) {
    return lastUpdate == 0 || block - lastUpdate >= age;
  }

  /** In a small subnet the cast validates; in a large one whoever has a permit. */
  private boolean isValidator(AccountId hotkey, int n) {
    return n >= LARGE || Cast.isIn(cast.honest(), hotkey) || Cast.isIn(cast.cabal(), hotkey);
  }

  private void setWeights(Netuid netuid, Fact.EpochSource subnet, AccountId validator, long block) {
    var uids = new ArrayList<Integer>();
    var values = new ArrayList<Integer>();
    for (int uid : targets(subnet)) {
      AccountId miner = subnet.hotkeys().get(uid);
      uids.add(uid);
      values.add(score(validator, miner, block));
    }
    if (uids.isEmpty()) {
      return;
    }
    @Nullable Person person = people.get(validator);
    SigningKey signer = person == null ? cast.sudo() : person.hotkey();
    desk.submit(
        new SubnetCommand.SetWeights(
            validator,
            netuid,
            IntVector.of(uids.stream().mapToInt(Integer::intValue).toArray()),
            IntVector.of(values.stream().mapToInt(Integer::intValue).toArray()),
            0),
        signer);
  }

  /** The cabal gives its cronies everything and everyone else next to nothing. */
  private int score(AccountId validator, AccountId miner, long block) {
    if (Cast.isIn(cast.cabal(), validator)) {
      return Cast.isIn(cast.cabalMiners(), miner) ? 1_000 : 1;
    }
    return Cast.isIn(cast.cabalMiners(), miner)
        ? 20 + Quality.measured(validator, miner, block) / 20
        : Quality.measured(validator, miner, block);
  }

  /** Those who mine: in a small subnet all but the validators, in a large one a part. */
  private List<Integer> targets(Fact.EpochSource subnet) {
    var targets = new ArrayList<Integer>();
    int n = subnet.hotkeys().size();
    int step = n < LARGE ? 1 : n / TARGETS_IN_A_LARGE_SUBNET;
    for (int uid = 0; uid < n; uid += step) {
      AccountId hotkey = subnet.hotkeys().get(uid);
      if (n >= LARGE || !isValidator(hotkey, n)) {
        targets.add(uid);
      }
    }
    return targets;
  }
}
