package epochal.subnets.epoch;

import static epochal.ledger.aggregate.Keys.coldkey;
import static epochal.ledger.aggregate.Keys.hotkey;

import epochal.ledger.aggregate.Scenario;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import epochal.subnets.subnet.Hyperparameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** Where stories about the epochs of subnet 1 begin. */
final class Epochs {
  static final Netuid ONE = Netuid.of(1);

  private Epochs() {}

  static Scenario<EpochState, EpochCommand, EpochEvent> none() {
    return Scenario.given(new EpochCoordinator(), EntityId.emission(ONE));
  }

  static List<AccountId> hotkeys(int n) {
    var hotkeys = new ArrayList<AccountId>();
    for (int i = 1; i <= n; i++) {
      hotkeys.add(hotkey(i));
    }
    return hotkeys;
  }

  /** Seats by registrations 1 to n, of which the first has a permit; nobody has set weights. */
  static Fact.EpochSource source(int n) {
    return source(LongStream.rangeClosed(1, n).toArray());
  }

  static Fact.EpochSource source(long... registrations) {
    int n = registrations.length;
    int[] permits = new int[n];
    if (n > 0) {
      permits[0] = 1;
    }
    return new Fact.EpochSource(
        true,
        LongStream.of(registrations).max().orElse(0),
        hotkeys(n),
        new LongVector(registrations),
        new LongVector(new long[n]),
        new LongVector(new long[n]),
        new IntVector(permits),
        Collections.nCopies(n, WeightRow.EMPTY),
        Hyperparameters.INITIAL.byName());
  }

  static Fact gone() {
    return new Fact.EpochSource(
        false,
        0,
        List.of(),
        LongVector.EMPTY,
        LongVector.EMPTY,
        LongVector.EMPTY,
        IntVector.EMPTY,
        List.of(),
        Hyperparameters.INITIAL.byName());
  }

  static Fact stake(long rao) {
    return new Fact.ValidatorStanding(coldkey(1), true, Rao.of(rao));
  }

  /** The epoch of block 358 has been held, with these payments, and waits to be paid. */
  static Scenario<EpochState, EpochCommand, EpochEvent> held(
      long emission, boolean discarded, long[] server, long[] validator) {
    int n = server.length;
    IntVector zeros = new IntVector(new int[n]);
    var outcome =
        new Message.EpochOutcome(
            358, n, zeros, zeros, zeros, zeros, zeros, zeros, zeros, new LongVector(new long[n]));
    return none()
        .happened(
            358,
            new EpochEvent.EpochQueued(358, 360, Rao.of(emission)),
            new EpochEvent.EpochHeld(
                358,
                Rao.of(emission),
                1,
                hotkeys(n),
                new LongVector(LongStream.rangeClosed(1, n).toArray()),
                new LongVector(new long[n]),
                new LongVector(new long[n]),
                outcome,
                new LongVector(server),
                new LongVector(validator),
                Collections.nCopies(n, new WeightRow(IntVector.of(0), IntVector.of(65_535))),
                discarded));
  }
}
