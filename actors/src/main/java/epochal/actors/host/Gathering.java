package epochal.actors.host;

import epochal.actors.protocol.EntityMessage;
import epochal.ledger.aggregate.Input;
import epochal.ledger.aggregate.Workers;
import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one hosted entity that are set aside until facts are found for them: asked of other
 * entities, or computed on the dispatcher for long work. The entity goes on meanwhile.
 *
 * <p>Questions are asked again until they are answered; an answer that comes twice is ignored.
 */
final class Gathering<C> {
  private static final Workers WORKERS = new CommonPool();

  private final HostEnvironment environment;
  private final EntityId self;
  private final ActorRef<EntityMessage.FactFound> answers;
  private final ActorRef<Internal.WorkDone> results;

  private final Map<Long, Aside<C>> aside = new HashMap<>();
  private final Set<Lane> arrivals = new HashSet<>();
  private long ticket;

  private record Aside<C>(Pending<C> pending, TreeMap<EntityId, Query> open, long askedNanos) {}

  private record Lane(EntityId from, long number) {}

  Gathering(
      HostEnvironment environment,
      EntityId self,
      ActorRef<EntityMessage.FactFound> answers,
      ActorRef<Internal.WorkDone> results) {
    this.environment = environment;
    this.self = self;
    this.answers = answers;
    this.results = results;
  }

  int size() {
    return aside.size();
  }

  /** Whether this message is set aside already, so that another copy of it is of no use. */
  boolean has(EntityId from, long number) {
    return !arrivals.isEmpty() && arrivals.contains(new Lane(from, number));
  }

  /** Sets the input aside until all of these are answered. */
  void ask(Pending<C> pending, SortedMap<EntityId, Query> queries) {
    long mine = setAside(pending, new TreeMap<>(queries));
    queries.forEach((whom, query) -> ask(mine, whom, query));
  }

  /** Sets the input aside until this is computed. */
  void work(Pending<C> pending, Function<Workers, Fact.Worked> work) {
    long mine = setAside(pending, new TreeMap<>());
    environment.work().execute(() -> results.tell(compute(mine, work)));
  }

  private static Internal.WorkDone compute(long ticket, Function<Workers, Fact.Worked> work) {
    try {
      return new Internal.WorkDone(ticket, work.apply(WORKERS), null);
    } catch (RuntimeException | Error e) {
      return new Internal.WorkDone(ticket, null, e);
    }
  }

  /** An answer; the input that waited for it, if it was the last. */
  @Nullable Pending<C> found(EntityMessage.FactFound found) {
    Aside<C> waiting = aside.get(found.ticket());
    if (waiting == null || waiting.open().remove(found.from()) == null) {
      return null;
    }
    Pending<C> pending = waiting.pending().with(found.from(), found.fact());
    aside.put(found.ticket(), new Aside<>(pending, waiting.open(), waiting.askedNanos()));
    return waiting.open().isEmpty() ? resume(found.ticket()) : null;
  }

  /** The end of a computation; the input that waited for it. */
  @Nullable Pending<C> done(Internal.WorkDone done) {
    Pending<C> pending = resume(done.ticket());
    return pending == null || done.result() == null
        ? pending
        : pending.with(self, new Sourced(done.result(), 0));
  }

  /** Asks again what was asked that long ago. */
  void askAgain(long nowNanos, long afterNanos) {
    List<Map.Entry<Long, Aside<C>>> late = new ArrayList<>();
    for (var entry : aside.entrySet()) {
      Aside<C> waiting = entry.getValue();
      if (!waiting.open().isEmpty() && nowNanos - waiting.askedNanos() >= afterNanos) {
        late.add(entry);
      }
    }
    for (var entry : late) {
      Aside<C> waiting = entry.getValue();
      waiting.open().forEach((whom, query) -> ask(entry.getKey(), whom, query));
      aside.put(entry.getKey(), new Aside<>(waiting.pending(), waiting.open(), nowNanos));
    }
  }

  /** Everything that is set aside, which is forgotten. */
  List<Pending<C>> abandon() {
    List<Pending<C>> abandoned = aside.values().stream().map(Aside::pending).toList();
    aside.clear();
    arrivals.clear();
    return abandoned;
  }

  private long setAside(Pending<C> pending, TreeMap<EntityId, Query> open) {
    long mine = ++ticket;
    aside.put(mine, new Aside<>(pending, open, System.nanoTime()));
    if (pending.input() instanceof Input.Arrived<C> arrived) {
      arrivals.add(new Lane(arrived.from(), arrived.number()));
    }
    return mine;
  }

  private @Nullable Pending<C> resume(long mine) {
    Aside<C> waiting = aside.remove(mine);
    if (waiting == null) {
      return null;
    }
    if (waiting.pending().input() instanceof Input.Arrived<C> arrived) {
      arrivals.remove(new Lane(arrived.from(), arrived.number()));
    }
    return waiting.pending();
  }

  private void ask(long mine, EntityId whom, Query query) {
    environment.region().tell(new EntityMessage.AskFact(whom, query, mine, answers));
  }
}
