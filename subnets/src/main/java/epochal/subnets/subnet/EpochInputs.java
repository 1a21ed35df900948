package epochal.subnets.subnet;

import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import java.util.ArrayList;

/** What a subnet tells its epoch, by uid (spec 09 §2). */
final class EpochInputs {
  private EpochInputs() {}

  static Fact.EpochSource of(SubnetState state) {
    int n = state.size();
    var hotkeys = new ArrayList<AccountId>(n);
    var weights = new ArrayList<WeightRow>(n);
    long[] registrations = new long[n];
    long[] blocks = new long[n];
    long[] updates = new long[n];
    int[] permits = new int[n];
    int uid = 0;
    for (Neuron neuron : state.neurons()) {
      hotkeys.add(neuron.hotkey());
      weights.add(neuron.weights());
      registrations[uid] = neuron.registration();
      blocks[uid] = neuron.blockAtRegistration();
      updates[uid] = neuron.lastUpdate();
      permits[uid] = neuron.scores().permit() ? 1 : 0;
      uid++;
    }
    return new Fact.EpochSource(
        state.exists(),
        state.registrations().total(),
        hotkeys,
        new LongVector(registrations),
        new LongVector(blocks),
        new LongVector(updates),
        new IntVector(permits),
        weights,
        state.parameters().byName());
  }
}
