package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.map.Descent;
import epochal.subnets.Aggregates;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings what a few streams will need into the processor's cache. What an entity is lies anywhere
 * in memory, and going over its records follows one pointer after the other, each to memory that is
 * in no cache. One after the other costs a wait each; here all streams take the first step, then
 * all the second, and the processor waits for many at the same time. For one thread.
 */
final class LookAhead {
  /** Bytes that the processor brings at a time. */
  private static final int CACHE_LINE = 64;

  private final Aggregates aggregates;
  private final List<Descent<?, ?>> descents = new ArrayList<>();

  /** Means nothing; without it nobody would have to read what is read ahead. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  LookAhead(Aggregates aggregates) {
    this.aggregates = aggregates;
  }

  /** Looks at the streams of a window from one to before another. */
  void look(Window window, int from, int to) {
    long sum = 0;
    var entities = new Entity<?>[to - from];
    for (int place = from; place < to; place++) {
      entities[place - from] = window.stream(place).ahead(aggregates);
    }
    for (int place = from; place < to; place++) {
      sum += window.stream(place).chain().touch() + window.stream(place).flights().touch();
      sum += entities[place - from].sequence();
    }
    for (Entity<?> entity : entities) {
      sum += entity.lanes().sent() + entity.recent().sequences().size();
      sum += entity.lanes().inbox().size() + entity.lanes().outbox().size();
    }
    for (int place = from; place < to; place++) {
      for (int index = window.first(place); index >= 0; index = window.next(index)) {
        int begin = window.begin(index);
        for (int at = begin; at < window.end(index); at += CACHE_LINE) {
          sum += window.bytes()[at];
        }
      }
    }
    touched += sum;
  }

  /** What a record will be applied to is to be looked at too, when {@link #descend} comes. */
  void add(Entity<?> entity, Recorded<?> recorded) {
    switch (recorded.origin()) {
      case Origin.Signed(SignedCall call) -> descents.add(entity.recent().descent(call));
      case Origin.Delivered(EntityId from, long ignored) -> sender(entity, from);
      case Origin.Clock ignored -> {}
      case Origin.Genesis ignored -> {}
      case Origin.Same ignored -> {}
    }
    for (EntityId forgotten : recorded.notes().forgotten()) {
      sender(entity, forgotten);
    }
  }

  private void sender(Entity<?> entity, EntityId from) {
    descents.add(new Descent<>(entity.lanes().inbox(), from));
  }

  /** Looks at what the records that were added will be applied to. */
  void descend() {
    long sum = 0;
    boolean deeper = !descents.isEmpty();
    while (deeper) {
      deeper = false;
      for (Descent<?, ?> descent : descents) {
        sum += descent.touch();
      }
      for (Descent<?, ?> descent : descents) {
        deeper |= descent.down();
      }
    }
    descents.clear();
    touched += sum;
  }
}
