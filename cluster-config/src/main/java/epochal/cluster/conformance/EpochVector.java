package epochal.cluster.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import epochal.subnets.yuma.EpochInput;
import epochal.subnets.yuma.EpochParameters;
import epochal.subnets.yuma.EpochResult;
import epochal.subnets.yuma.YumaEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** An initial state of a subnet and a list of epochs, each with changes made before it. */
final class EpochVector {
  /** Up to this many uids, vectors hold the bonds before they became proportions. */
  private static final int EMA_BONDS_LIMIT = 40;

  /** Changes that do not replace an input field; they are made before those that do. */
  private static final List<String> SPECIAL_CHANGES = List.of("clear_uids", "weight_rows");

  private EpochVector() {}

  static void check(ObjectNode vector, Tally tally) {
    Fields fields = Fields.of(vector);
    String id = fields.text("id");
    if (!(fields.get("in") instanceof ObjectNode state)) {
      throw new MalformedVectorException("in is not an object");
    }
    YumaEngine engine = new YumaEngine();
    int epoch = 0;
    for (JsonNode each : fields.list("epochs", node -> node)) {
      Fields step = new Fields("epoch " + epoch, each);
      apply(step.get("set"), state);
      EpochInput input = input(new Fields("in", state));
      EpochResult got = engine.run(input);
      tally.checked(compare(id, epoch, step.object("out"), got, engine));
      state.set("bonds", step.object("out").get("bonds"));
      state.set("validator_permit", step.object("out").get("new_validator_permit"));
      epoch++;
    }
  }

  private static void apply(JsonNode changes, ObjectNode state) {
    Fields set = new Fields("set", changes);
    if (set.has("clear_uids")) {
      for (int uid : set.smallIntegers("clear_uids")) {
        clear(uid, state);
      }
    }
    if (set.has("weight_rows")) {
      for (JsonNode pair : set.list("weight_rows", node -> node)) {
        int uid = Fields.smallInteger("weight_rows", pair.path(0));
        element(state, "weights", uid).set(uid, pair.path(1));
      }
    }
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      if (!SPECIAL_CHANGES.contains(change.getKey())) {
        if (!state.has(change.getKey())) {
          throw new MalformedVectorException("set has an unknown field " + change.getKey());
        }
        state.set(change.getKey(), change.getValue());
      }
    }
  }

  /** What a new registration at {@code uid} does; weights for the uid become 0 and stay entries. */
  private static void clear(int uid, ObjectNode state) {
    element(state, "bonds", uid).set(uid, state.arrayNode());
    ArrayNode weights = element(state, "weights", uid);
    weights.set(uid, state.arrayNode());
    for (JsonNode row : weights) {
      if (!(row instanceof ArrayNode entries)) {
        throw new MalformedVectorException("weights has a row that is not a list");
      }
      for (int e = 0; e + 1 < entries.size(); e += 2) {
        if (entries.get(e).intValue() == uid) {
          entries.set(e + 1, 0);
        }
      }
    }
    element(state, "validator_permit", uid).set(uid, 0);
  }

  private static ArrayNode element(ObjectNode state, String name, int uid) {
    if (state.get(name) instanceof ArrayNode array && uid >= 0 && uid < array.size()) {
      return array;
    }
    throw new MalformedVectorException(name + " has no uid " + uid);
  }

  private static EpochInput input(Fields in) {
    EpochParameters parameters =
        new EpochParameters(
            in.smallInteger("tempo"),
            in.integer("activity_cutoff"),
            in.integer("min_stake"),
            in.smallInteger("max_allowed_validators"),
            in.bool("commit_reveal_enabled"),
            in.smallInteger("kappa"),
            in.smallInteger("bonds_penalty"),
            in.bool("yuma3_on"),
            in.bool("liquid_alpha_on"),
            in.smallInteger("alpha_low"),
            in.smallInteger("alpha_high"),
            in.smallInteger("alpha_sigmoid_steepness"),
            in.integer("bonds_moving_average"));
    EpochInput input =
        new EpochInput(
            parameters,
            in.integer("current_block"),
            in.integer("last_mechanism_step_block"),
            in.integer("rao_emission"),
            in.get("owner_uid").isNull()
                ? OptionalInt.empty()
                : OptionalInt.of(in.smallInteger("owner_uid")),
            in.integers("stake"),
            in.integers("last_update"),
            in.integers("block_at_registration"),
            in.bits("validator_permit"),
            in.rows("weights"),
            in.rows("bonds"),
            in
                .list(
                    "commit_blocks",
                    node ->
                        node.isNull()
                            ? EpochInput.NO_COMMIT
                            : Fields.integer("commit_blocks", node))
                .stream()
                .mapToLong(Long::longValue)
                .toArray());
    if (input.size() != in.smallInteger("n")) {
      throw new MalformedVectorException("stake does not have n entries");
    }
    return input;
  }

  private static Optional<Summary.Mismatch> compare(
      String id, int epoch, Fields out, EpochResult got, YumaEngine engine) {
    Comparison outputs = new Comparison(id, epoch, out);
    outputs
        .longs("server_emission", got.serverEmission())
        .longs("validator_emission", got.validatorEmission())
        .longs("combined_emission", got.combinedEmission())
        .ints("stake_weight", got.stakeWeight())
        .ints("consensus", got.consensus())
        .ints("incentive", got.incentive())
        .ints("dividends", got.dividends())
        .ints("validator_trust", got.validatorTrust())
        .bits("active", got.active())
        .bits("new_validator_permit", got.newValidatorPermit())
        .rows("bonds", got.bonds());
    Comparison raw =
        outputs
            .within("raw")
            .longs("stake", got.raw().stake())
            .longs("active_stake", got.raw().activeStake())
            .longs("consensus", got.raw().consensus())
            .longs("incentive", got.raw().incentive())
            .longs("dividends", got.raw().dividends())
            .longs("validator_trust", got.raw().validatorTrust());
    if (got.active().length <= EMA_BONDS_LIMIT || out.object("raw").has("ema_bonds")) {
      raw.matrix("ema_bonds", engine.rawBonds());
    }
    // Raw values come first: a wrong output follows from a wrong raw one, not the reverse.
    return raw.difference().or(outputs::difference);
  }
}
