package epochal.cluster.cli;

import epochal.ledger.account.AccountState;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorState;
import epochal.subnets.root.RootState;
import epochal.subnets.subnet.Neuron;
import epochal.subnets.subnet.SubnetState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query, as an object for programs and as lines for people; it always says which
 * block it is of.
 */
record Answer(Map<String, @Nullable Object> object, List<String> lines) {

  private static Map<String, @Nullable Object> start(EntityId id, Entity<?> entity, long block) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("entity", id.text());
    object.put("block", block);
    object.put("events", entity.sequence());
    return object;
  }

  static Answer account(
      AccountState account, SortedMap<AccountId, Rao> stakes, Entity<?> entity, long block) {
    Rao staked = Rao.ZERO;
    for (Rao stake : stakes.values()) {
      staked = staked.plus(stake);
    }
    var object = start(EntityId.account(account.coldkey()), entity, block);
    object.put("exists", account.exists());
    object.put("free", account.free());
    object.put("staked", staked);
    object.put("stakes", stakes);
    var lines = new ArrayList<String>();
    lines.add("account " + account.coldkey() + " at block " + block);
    lines.add("  free    " + account.free());
    lines.add("  staked  " + staked);
    stakes.forEach((hotkey, stake) -> lines.add("    " + hotkey + "  " + stake));
    return new Answer(object, lines);
  }

  static Answer entity(EntityId id, Entity<?> entity, long block) {
    return switch (entity.state()) {
      case ValidatorState validator -> validator(validator, entity, block);
      case SubnetState subnet -> subnet(subnet, entity, block);
      case RootState root -> root(root, entity, block);
      default -> throw new IllegalArgumentException(id.text() + " cannot be shown");
    };
  }

  private static Answer validator(ValidatorState validator, Entity<?> entity, long block) {
    var object = start(EntityId.validator(validator.hotkey()), entity, block);
    object.put("owner", validator.owner());
    object.put("delegate", validator.delegate());
    object.put("take", validator.take());
    object.put("stake", validator.total());
    object.put("stakes", validator.stakes());
    object.put("seats", validator.seats());
    var lines = new ArrayList<String>();
    lines.add("validator " + validator.hotkey() + " at block " + block);
    lines.add("  owner   " + (validator.owner() == null ? "none" : validator.owner()));
    lines.add(
        "  stake   "
            + validator.total()
            + (validator.delegate() ? ", delegate, take " + validator.take() + "/65535" : ""));
    validator.stakes().forEach((coldkey, stake) -> lines.add("    " + coldkey + "  " + stake));
    lines.add("  seats   " + validator.seats());
    return new Answer(object, lines);
  }

  private static Answer subnet(SubnetState subnet, Entity<?> entity, long block) {
    var object = start(EntityId.subnet(subnet.netuid()), entity, block);
    object.put("exists", subnet.exists());
    object.put("owner", subnet.owner());
    object.put("neurons", subnet.size());
    object.put("burn", subnet.registrations().burn());
    object.put("registrations", subnet.registrations().total());
    object.put("recycled", subnet.recycled());
    var parameters = new LinkedHashMap<String, String>();
    subnet
        .parameters()
        .values()
        .forEach((name, value) -> parameters.put(name.specName(), name.show(value)));
    object.put("hyperparameters", parameters);
    var lines = new ArrayList<String>();
    lines.add("subnet " + subnet.netuid() + " at block " + block);
    lines.add("  owner          " + (subnet.owner() == null ? "none" : subnet.owner()));
    lines.add("  neurons        " + subnet.size());
    lines.add("  price          " + subnet.registrations().burn());
    lines.add("  burned so far  " + subnet.recycled());
    parameters.forEach((name, value) -> lines.add("  %-26s %s".formatted(name, value)));
    return new Answer(object, lines);
  }

  private static Answer root(RootState root, Entity<?> entity, long block) {
    var object = start(EntityId.ROOT, entity, block);
    object.put("subnets", root.subnets());
    object.put("seats", root.seats());
    object.put("last_lock", root.lastLock());
    var lines = new ArrayList<String>();
    lines.add("root at block " + block);
    root.subnets()
        .forEach(
            (netuid, entry) ->
                lines.add(
                    "  subnet %-5s lock %s, since block %d"
                        .formatted(netuid, entry.lock(), entry.registered())));
    for (int uid = 0; uid < root.seats().size(); uid++) {
      lines.add("  seat %-5d %s".formatted(uid, root.seats().get(uid).hotkey()));
    }
    return new Answer(object, lines);
  }

  static Answer metagraph(EntityId id, Entity<?> entity, long block) {
    if (!(entity.state() instanceof SubnetState subnet)) {
      throw new CliException(
          "InvalidArgument", "Root has no metagraph: see 'epochal query subnet 0'.");
    }
    var object = start(id, entity, block);
    var neurons = new ArrayList<Map<String, @Nullable Object>>();
    var lines = new ArrayList<String>();
    lines.add("metagraph of subnet " + subnet.netuid() + " at block " + block);
    lines.add(
        "%5s %-48s %6s %9s %9s %9s %9s %18s"
            .formatted(
                "uid",
                "hotkey",
                "permit",
                "stake",
                "consensus",
                "incentive",
                "dividends",
                "emission"));
    for (int uid = 0; uid < subnet.size(); uid++) {
      Neuron neuron = subnet.neurons().get(uid);
      neurons.add(neuron(uid, neuron));
      Neuron.Scores scores = neuron.scores();
      lines.add(
          "%5d %-48s %6s %9d %9d %9d %9d %18s"
              .formatted(
                  uid,
                  neuron.hotkey(),
                  scores.permit() ? "yes" : "",
                  scores.stakeWeight(),
                  scores.consensus(),
                  scores.incentive(),
                  scores.dividends(),
                  scores.emission().toTao()));
    }
    object.put("neurons", neurons);
    return new Answer(object, lines);
  }

  private static Map<String, @Nullable Object> neuron(int uid, Neuron neuron) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("uid", uid);
    object.put("hotkey", neuron.hotkey());
    object.put("coldkey", neuron.coldkey());
    object.put("block_at_registration", neuron.blockAtRegistration());
    object.put("last_update", neuron.lastUpdate());
    object.put("validator_permit", neuron.scores().permit());
    object.put("active", neuron.scores().active());
    object.put("stake_weight", neuron.scores().stakeWeight());
    object.put("consensus", neuron.scores().consensus());
    object.put("incentive", neuron.scores().incentive());
    object.put("dividends", neuron.scores().dividends());
    object.put("validator_trust", neuron.scores().validatorTrust());
    object.put("pruning_score", neuron.scores().pruning());
    object.put("emission", neuron.scores().emission());
    object.put("weights", neuron.weights());
    object.put("axon", neuron.axon());
    object.put("prometheus", neuron.prometheus());
    return object;
  }
}
