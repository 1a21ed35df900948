package epochal.subnets.epoch;

import epochal.ledger.aggregate.Workers;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import epochal.subnets.subnet.Hyperparameter;
import epochal.subnets.yuma.EpochInput;
import epochal.subnets.yuma.EpochParameters;
import epochal.subnets.yuma.EpochResult;
import epochal.subnets.yuma.SparseRow;
import epochal.subnets.yuma.YumaEpoch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * Holds one epoch: a pure function from everything that it depends on to its event, the same when
 * it happens and when an auditor redoes it.
 *
 * @param before the coordinator's state
 * @param due the epoch
 * @param source what the subnet told
 * @param subnetSequence how many of its events stood behind that
 * @param stakes by uid, in rao
 * @param stakeSequences how many events of each hotkey stood behind its stake
 */
public record EpochHolding(
    EpochState before,
    EpochState.Due due,
    Fact.EpochSource source,
    long subnetSequence,
    LongVector stakes,
    LongVector stakeSequences) {

  /** The event, computed by whoever there is. */
  public EpochEvent.EpochHeld hold(Workers workers) {
    EpochResult result = YumaEpoch.run(input(), workers);
    return new EpochEvent.EpochHeld(
        due.block(),
        due.emission(),
        subnetSequence,
        source.hotkeys(),
        source.registrationNumbers(),
        stakes,
        stakeSequences,
        new Message.EpochOutcome(
            due.block(),
            source.registrations(),
            bits(result.newValidatorPermit()),
            bits(result.active()),
            new IntVector(result.stakeWeight()),
            new IntVector(result.consensus()),
            new IntVector(result.incentive()),
            new IntVector(result.dividends()),
            new IntVector(result.validatorTrust()),
            new LongVector(result.combinedEmission())),
        new LongVector(result.serverEmission()),
        new LongVector(result.validatorEmission()),
        result.bonds().stream().map(EpochHolding::row).toList(),
        total(result) > due.emission().amount());
  }

  private static long total(EpochResult result) {
    long total = 0;
    for (int uid = 0; uid < result.serverEmission().length; uid++) {
      total = Math.addExact(total, result.serverEmission()[uid]);
      total = Math.addExact(total, result.validatorEmission()[uid]);
    }
    return total;
  }

  /** Everything in the form of the engine. */
  EpochInput input() {
    SortedMap<String, Long> values = source.parameters();
    var parameters =
        new EpochParameters(
            due.tempo(),
            value(values, Hyperparameter.ACTIVITY_CUTOFF),
            0,
            (int) value(values, Hyperparameter.MAX_ALLOWED_VALIDATORS),
            false,
            (int) value(values, Hyperparameter.KAPPA),
            (int) value(values, Hyperparameter.BONDS_PENALTY),
            value(values, Hyperparameter.YUMA3_ENABLED) == 1,
            value(values, Hyperparameter.LIQUID_ALPHA_ENABLED) == 1,
            (int) value(values, Hyperparameter.ALPHA_LOW),
            (int) value(values, Hyperparameter.ALPHA_HIGH),
            (int) value(values, Hyperparameter.ALPHA_SIGMOID_STEEPNESS),
            value(values, Hyperparameter.BONDS_MOVING_AVG));
    int n = source.hotkeys().size();
    boolean[] permits = new boolean[n];
    for (int uid = 0; uid < n; uid++) {
      permits[uid] = source.permits().get(uid) == 1;
    }
    long[] noCommits = new long[n];
    Arrays.fill(noCommits, EpochInput.NO_COMMIT);
    return new EpochInput(
        parameters,
        due.block(),
        before.lastEpoch(),
        due.emission().amount(),
        OptionalInt.empty(),
        stakes.values(),
        source.lastUpdate().values(),
        source.blockAtRegistration().values(),
        permits,
        source.weights().stream().map(EpochHolding::row).toList(),
        bonds(n),
        noCommits);
  }

  /** The bonds of the last epoch; a seat that changed hands since has none. */
  private List<SparseRow> bonds(int n) {
    var rows = new ArrayList<SparseRow>(n);
    for (int uid = 0; uid < n; uid++) {
      boolean same =
          uid < before.bonds().size()
              && before.registrations().get(uid) == source.registrationNumbers().get(uid);
      rows.add(same ? row(before.bonds().get(uid)) : SparseRow.EMPTY);
    }
    return rows;
  }

  private static long value(SortedMap<String, Long> values, Hyperparameter parameter) {
    Long value = values.get(parameter.specName());
    if (value == null) {
      throw new IllegalStateException("the subnet has told no " + parameter.specName());
    }
    return value;
  }

  private static SparseRow row(WeightRow row) {
    return row.size() == 0
        ? SparseRow.EMPTY
        : new SparseRow(row.targets().values(), row.values().values());
  }

  private static WeightRow row(SparseRow row) {
    return row.size() == 0
        ? WeightRow.EMPTY
        : new WeightRow(new IntVector(row.columns()), new IntVector(row.values()));
  }

  private static IntVector bits(boolean[] flags) {
    int[] bits = new int[flags.length];
    for (int i = 0; i < flags.length; i++) {
      bits[i] = flags[i] ? 1 : 0;
    }
    return new IntVector(bits);
  }

  /** What an epoch pays in all. */
  static Rao paid(EpochEvent.EpochHeld held) {
    if (held.discarded()) {
      return Rao.ZERO;
    }
    Rao paid = Rao.ZERO;
    for (int uid = 0; uid < held.hotkeys().size(); uid++) {
      paid =
          paid.plus(Rao.of(held.serverEmission().get(uid)))
              .plus(Rao.of(held.validatorEmission().get(uid)));
    }
    return paid;
  }
}
