package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.subnets.Aggregates;

/**
 * Brings what a few streams will need into the processor's cache. What an entity is lies anywhere
 * in memory, and going over its records follows one pointer after the other, each to memory that is
 * in no cache. One after the other costs a wait each; here all streams take the first step, then
 * all the second, and the processor waits for many at the same time. For one thread.
 */
final class LookAhead {
  private final Aggregates aggregates;

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
        sum += window.bytes(index);
      }
    }
    touched += sum;
  }
}
