package epochal.subnets.emission;

import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.LongVector;
import epochal.subnets.yuma.BlockEmission;
import epochal.subnets.yuma.RootEpoch;
import epochal.subnets.yuma.SparseRow;
import java.util.ArrayList;
import java.util.List;

/** Holds a root epoch: the same function when it happens and when an auditor redoes it. */
public final class RootEpochs {
  private RootEpochs() {}

  /**
   * The event of a root epoch from everything that it depends on.
   *
   * @param issuance as the emission has it
   * @param stakes by root uid, in rao
   */
  public static EmissionEvent hold(
      long height,
      Rao issuance,
      NetworkParameters network,
      Fact.RootSource source,
      long rootSequence,
      LongVector stakes,
      LongVector stakeSequences) {
    long blockEmission = BlockEmission.at(issuance.amount());
    var rows = new ArrayList<SparseRow>();
    for (WeightRow row : source.weights()) {
      rows.add(new SparseRow(row.targets().values(), row.values().values()));
    }
    int[] netuids = source.netuids().stream().mapToInt(Netuid::value).toArray();
    var input =
        new RootEpoch.Input(
            stakes.values(), rows, netuids, network.rootRho(), network.rootKappa(), blockEmission);
    return switch (RootEpoch.run(input)) {
      case RootEpoch.Unchanged(RootEpoch.Reason reason) ->
          new EmissionEvent.RootEpochSkipped(height, rootSequence, reason.message());
      case RootEpoch.Emissions emissions -> {
        var shares = new ArrayList<EmissionEvent.Share>();
        for (int i = 0; i < netuids.length; i++) {
          shares.add(
              new EmissionEvent.Share(Netuid.of(netuids[i]), Rao.of(emissions.emission()[i])));
        }
        yield new EmissionEvent.RootEpochHeld(
            height,
            Rao.of(blockEmission),
            rootSequence,
            stakes,
            stakeSequences,
            List.copyOf(shares));
      }
    };
  }

  static List<EntityId> validators(Fact.RootSource source) {
    var validators = new ArrayList<EntityId>();
    for (AccountId hotkey : source.hotkeys()) {
      validators.add(EntityId.validator(hotkey));
    }
    return validators;
  }
}
