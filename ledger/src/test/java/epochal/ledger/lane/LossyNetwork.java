package epochal.ledger.lane;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.ClassicNetwork;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Input;
import epochal.ledger.aggregate.Keys;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Notebook;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Step;
import epochal.ledger.id.EntityId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Three notebooks on a network that loses, doubles and reorders transmissions and acknowledgements,
 * on hosts that crash before or after anything becomes durable, under a clock that leaps.
 */
final class LossyNetwork {
  private static final long LANE_LIFETIME = 100;

  /** With so much outstanding a host sends nothing new, so that lanes come to rest at times. */
  private static final int BUSY = 3;

  private final EntityLife<Notebook.Pages, Notebook.Command, Notebook.Event> life =
      new EntityLife<>(new Notebook(), ClassicNetwork.parameters());
  private final List<Host> hosts = new ArrayList<>();
  private final List<Transmission> wire = new ArrayList<>();
  private final List<Acknowledgement> acknowledgements = new ArrayList<>();
  private final Map<List<Integer>, List<Long>> sent = new TreeMap<>(this::compare);
  private final Map<String, Integer> seen = new TreeMap<>();
  private long clock = 1;
  private long nextNumber = 1;

  /** A copy of a message under way. */
  private record Transmission(int from, int to, long number, long after, long at, Message what) {}

  private record Acknowledgement(int from, int to, long number) {}

  /**
   * What a sender answered: nothing was outstanding at this block, when this was the last taken.
   */
  private record Settled(long block, long lastTaken) {}

  /** The entity is durable; everything else dies in a crash. */
  private final class Host {
    private final int index;
    private Entity<Notebook.Pages> entity;
    private final TreeSet<Long> acknowledged = new TreeSet<>();
    private final Map<Integer, Settled> settled = new TreeMap<>();

    private Host(int index) {
      this.index = index;
      this.entity = life.initial(id(index));
    }

    private void crash() {
      acknowledged.clear();
      settled.clear();
    }

    private LaneNotes notes() {
      var forgotten = new ArrayList<EntityId>();
      settled.forEach(
          (sender, answer) -> {
            Long last = entity.lanes().inbox().get(id(sender));
            if (last != null
                && last == answer.lastTaken()
                && Math.max(clock, entity.block()) > answer.block() + LANE_LIFETIME) {
              forgotten.add(id(sender));
            }
          });
      return new LaneNotes(List.copyOf(acknowledged), forgotten);
    }

    private void persist(Step.Persist<Notebook.Pages, Notebook.Event> step) {
      LaneNotes notes = step.records().get(0).notes();
      notes.forgotten().forEach(ignored -> count("forgot"));
      entity = step.after();
      acknowledged.clear();
      settled.keySet().removeIf(sender -> notes.forgotten().contains(id(sender)));
    }
  }

  LossyNetwork() {
    for (int i = 0; i < 3; i++) {
      hosts.add(new Host(i));
    }
  }

  private static EntityId id(int index) {
    return EntityId.account(Keys.coldkey(index));
  }

  private int compare(List<Integer> one, List<Integer> other) {
    return Integer.compare(one.get(0) * 3 + one.get(1), other.get(0) * 3 + other.get(1));
  }

  private void count(String what) {
    seen.merge(what, 1, Integer::sum);
  }

  Map<String, Integer> seen() {
    return seen;
  }

  void act(int choice) {
    int pick = choice / 14;
    Host host = hosts.get(pick % 3);
    switch (choice % 14) {
      case 0, 1 -> send(pick % 3, (pick / 3) % 3, 1 + pick / 9 % 2);
      case 2, 3 -> transmit(host, pick / 3);
      case 4, 5 -> deliver(pick, false, false);
      case 6 -> deliver(pick, true, false);
      case 7 -> deliver(pick, false, true);
      case 8 -> {
        if (!wire.isEmpty()) {
          wire.remove(pick % wire.size());
          count("lost");
        }
      }
      case 9 -> acknowledge(pick, pick % 5 == 0);
      case 10 -> askSettled(host, (pick / 3) % 3);
      case 11 -> settle(host);
      case 12 -> host.crash();
      default -> clock += pick % 7 == 0 ? LANE_LIFETIME : pick % 3;
    }
  }

  private void send(int from, int to, int howMany) {
    Host host = hosts.get(from);
    if (host.entity.lanes().outbox().size() >= BUSY) {
      return;
    }
    var numbers = new ArrayList<Long>();
    for (int i = 0; i < howMany; i++) {
      numbers.add(nextNumber++);
    }
    var command = new Notebook.Send(Keys.coldkey(from), id(to), numbers);
    var step =
        life.step(
            host.entity,
            new Input.Internal<>(command, Origin.CLOCK, 0),
            host.notes(),
            clock,
            0,
            Collections.emptySortedMap());
    host.persist((Step.Persist<Notebook.Pages, Notebook.Event>) step);
    sent.computeIfAbsent(List.of(from, to), key -> new ArrayList<>()).addAll(numbers);
  }

  private void transmit(Host host, int pick) {
    var outbox = List.copyOf(host.entity.lanes().outbox().entrySet());
    if (!outbox.isEmpty()) {
      var entry = outbox.get(pick % outbox.size());
      transmit(host, entry.getKey(), entry.getValue());
    }
  }

  private void transmit(Host host, long number, Lanes.Sent message) {
    for (int to = 0; to < 3; to++) {
      if (id(to).equals(message.to())) {
        wire.add(
            new Transmission(
                host.index,
                to,
                number,
                message.after(),
                Math.max(clock, host.entity.block()),
                message.message()));
      }
    }
  }

  /** One pick in four leaves a copy on the wire. */
  private void deliver(int pick, boolean crashBefore, boolean crashAfter) {
    if (wire.isEmpty()) {
      return;
    }
    int index = pick % wire.size();
    deliver(pick / 7 % 4 == 0 ? wire.get(index) : wire.remove(index), crashBefore, crashAfter);
  }

  private void deliver(Transmission copy, boolean crashBefore, boolean crashAfter) {
    Host host = hosts.get(copy.to());
    var step =
        life.step(
            host.entity,
            new Input.Arrived<>(
                id(copy.from()), copy.number(), copy.after(), copy.at(), copy.what()),
            host.notes(),
            clock,
            0,
            Collections.emptySortedMap());
    if (crashBefore) {
      host.crash();
      count("crash before");
      return;
    }
    switch (step) {
      case Step.Persist<Notebook.Pages, Notebook.Event> persist -> {
        host.persist(persist);
        count("taken");
      }
      case Step.Settled<Notebook.Pages, Notebook.Event> ignored -> count("duplicate");
      case Step.Ignored<Notebook.Pages, Notebook.Event> ignored -> {
        count(copy.at() + LANE_LIFETIME < clock ? "void" : "early");
        return;
      }
      default -> throw new AssertionError(step);
    }
    if (crashAfter) {
      host.crash();
      count("crash after");
    } else {
      acknowledgements.add(new Acknowledgement(copy.to(), copy.from(), copy.number()));
    }
  }

  private void acknowledge(int pick, boolean keep) {
    if (acknowledgements.isEmpty()) {
      return;
    }
    int index = pick % acknowledgements.size();
    acknowledge(keep ? acknowledgements.get(index) : acknowledgements.remove(index));
  }

  private void acknowledge(Acknowledgement acknowledgement) {
    Host sender = hosts.get(acknowledgement.to());
    sender.acknowledged.addAll(
        sender.entity.lanes().settledBy(id(acknowledgement.from()), acknowledgement.number()));
  }

  private void askSettled(Host receiver, int from) {
    Host sender = hosts.get(from);
    Long last = receiver.entity.lanes().inbox().get(id(from));
    if (last != null && !sender.entity.lanes().isOutstanding(id(receiver.index))) {
      receiver.settled.put(from, new Settled(Math.max(clock, sender.entity.block()), last));
    }
  }

  private void settle(Host host) {
    LaneNotes notes = host.notes();
    if (!notes.isEmpty()) {
      host.persist(life.settle(host.entity, notes, clock, 0));
    }
  }

  /** No more faults: everything is sent again until nothing is outstanding. */
  void heal() {
    for (int round = 0;
        hosts.stream().anyMatch(h -> !h.entity.lanes().outbox().isEmpty());
        round++) {
      assertThat(round).as("rounds until everything has arrived").isLessThan(1_000);
      wire.clear();
      acknowledgements.clear();
      for (Host host : hosts) {
        host.entity.lanes().outbox().forEach((number, message) -> transmit(host, number, message));
      }
      List.copyOf(wire).forEach(copy -> deliver(copy, false, false));
      List.copyOf(acknowledgements).forEach(this::acknowledge);
      hosts.forEach(this::settle);
    }
  }

  /** Everyone asks everyone whether anything is outstanding, and time passes. */
  void rest() {
    for (Host receiver : hosts) {
      for (int from = 0; from < 3; from++) {
        askSettled(receiver, from);
      }
    }
    clock += LANE_LIFETIME + 1;
    hosts.forEach(this::settle);
  }

  private List<Long> got(List<Integer> lane) {
    return hosts.get(lane.get(1)).entity.state().from(id(lane.get(0)));
  }

  void assertReceivedInOrder() {
    sent.forEach(
        (lane, numbers) -> {
          List<Long> got = got(lane);
          assertThat(got.size()).isLessThanOrEqualTo(numbers.size());
          assertThat(got).isEqualTo(numbers.subList(0, got.size()));
        });
  }

  void assertReceivedEverything() {
    sent.forEach((lane, numbers) -> assertThat(got(lane)).isEqualTo(numbers));
  }

  void assertNothingRemembered() {
    for (Host host : hosts) {
      Lanes lanes = host.entity.lanes();
      assertThat(lanes.outbox()).isEmpty();
      assertThat(lanes.tails()).isEmpty();
      assertThat(lanes.inbox()).isEmpty();
    }
  }
}
