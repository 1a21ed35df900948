package epochal.subnets.subnet;

import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/** What each event makes of a subnet's state. */
final class SubnetEvolution {
  private SubnetEvolution() {}

  static SubnetState evolve(SubnetState state, SubnetEvent event, long block) {
    return switch (event) {
      case SubnetEvent.SubnetOpened opened -> opened(state, opened, block);
      case SubnetEvent.SubnetClosed ignored -> closed(state);
      case SubnetEvent.TermsAdjusted(Registrations terms) -> state.withRegistrations(terms);
      case SubnetEvent.NeuronRegistered registered ->
          state.withSeat(
              registered.uid(),
              registered.hotkey(),
              registered.coldkey(),
              registered.price(),
              block);
      case SubnetEvent.SeatRefused ignored -> state;
      case SubnetEvent.WeightsSet(int uid, WeightRow row) -> weights(state, uid, row, block);
      case SubnetEvent.WeightsCommitted(AccountId hotkey, Bytes hash) ->
          state.withCommits(state.commits().plus(hotkey, new SubnetState.Commit(hash, block)));
      case SubnetEvent.WeightsRevealed(int uid, Bytes hash, WeightRow row) ->
          weights(state, uid, row, block);
      case SubnetEvent.AxonServed(int uid, Neuron.Axon axon) ->
          state.withNeuron(uid, state.neurons().get(uid).withAxon(axon));
      case SubnetEvent.PrometheusServed(int uid, Neuron.Prometheus prometheus) ->
          state.withNeuron(uid, state.neurons().get(uid).withPrometheus(prometheus));
      case SubnetEvent.HyperparameterSet(String parameter, long value) ->
          set(state, parameter(parameter), value, block);
      case SubnetEvent.EpochApplied(Message.EpochOutcome outcome) -> applied(state, outcome);
    };
  }

  static Hyperparameter parameter(String name) {
    return Hyperparameter.named(name)
        .orElseThrow(() -> new IllegalStateException("there is no hyperparameter " + name));
  }

  /** The parameters with which a subnet begins. */
  static Hyperparameters parameters(SubnetEvent.SubnetOpened opened) {
    Hyperparameters parameters = Hyperparameters.INITIAL;
    for (var entry : opened.parameters().entrySet()) {
      parameters = parameters.with(parameter(entry.getKey()), entry.getValue());
    }
    return parameters;
  }

  private static SubnetState opened(
      SubnetState state, SubnetEvent.SubnetOpened opened, long block) {
    Hyperparameters parameters = parameters(opened);
    TreePMap<AccountId, Integer> uids = TreePMap.empty();
    PVector<Neuron> neurons = TreePVector.empty();
    long registration = state.registrations().total();
    for (SubnetCommand.Seat seat : opened.seats()) {
      uids = uids.plus(seat.hotkey(), neurons.size());
      registration++;
      neurons = neurons.plus(Neuron.registered(seat.hotkey(), seat.coldkey(), registration, block));
    }
    Registrations terms =
        new Registrations(
            registration, opened.burn(), parameters.get(Hyperparameter.DIFFICULTY), 0, 0, 0, block);
    return new SubnetState(
        state.netuid(),
        true,
        opened.owner(),
        parameters,
        neurons,
        uids,
        TreePMap.empty(),
        terms,
        Rao.ZERO);
  }

  /** Registrations are counted on, so that no epoch of before finds a seat of afterwards. */
  private static SubnetState closed(SubnetState state) {
    SubnetState none = SubnetState.none(state.netuid());
    return none.withRegistrations(none.registrations().counting(state.registrations().total()));
  }

  private static SubnetState weights(SubnetState state, int uid, WeightRow row, long block) {
    return state.withNeuron(uid, state.neurons().get(uid).withWeights(row, block));
  }

  /** Intervals that are switched on begin now, and not when the last one ended. */
  private static SubnetState set(
      SubnetState state, Hyperparameter parameter, long value, long block) {
    SubnetState after = state.withParameters(state.parameters().with(parameter, value));
    return parameter == Hyperparameter.ADJUSTMENT_INTERVAL && state.parameters().get(parameter) == 0
        ? after.withRegistrations(after.registrations().startingInterval(block))
        : after;
  }

  /** Seats that were taken after the epoch had its inputs keep what they have. */
  private static SubnetState applied(SubnetState state, Message.EpochOutcome outcome) {
    int[] pruning = Pruning.scores(outcome.emission().values());
    PVector<Neuron> neurons = TreePVector.empty();
    for (int uid = 0; uid < state.size(); uid++) {
      Neuron neuron = state.neurons().get(uid);
      if (uid < pruning.length && neuron.registration() <= outcome.registrations()) {
        neuron =
            neuron.withScores(
                new Neuron.Scores(
                    outcome.permits().get(uid) == 1,
                    outcome.active().get(uid) == 1,
                    outcome.stakeWeight().get(uid),
                    outcome.consensus().get(uid),
                    outcome.incentive().get(uid),
                    outcome.dividends().get(uid),
                    outcome.validatorTrust().get(uid),
                    pruning[uid],
                    Rao.of(outcome.emission().get(uid))));
      }
      neurons = neurons.plus(neuron);
    }
    return state.withNeurons(neurons);
  }
}
