package epochal.persistence.audit;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.RecentCalls;
import epochal.subnets.Aggregates;
import java.util.List;

/**
 * Brings what a batch of records will need into the processor's cache. The next record is of any of
 * many thousands of entities, and applying it follows one pointer after the other, each of which
 * leads to memory that is in no cache. One after the other costs a wait each; here all records take
 * the first step, then all the second, and the processor waits for many at the same time.
 */
final class LookAhead {
  private final Aggregates aggregates;

  /** Means nothing; without it nobody would have to read what is read ahead. */
  @SuppressWarnings("UnusedVariable")
  private long touched;

  LookAhead(Aggregates aggregates) {
    this.aggregates = aggregates;
  }

  void look(List<Streams.Read> records) {
    int count = records.size();
    var entities = new Entity<?>[count];
    for (int i = 0; i < count; i++) {
      entities[i] = records.get(i).stream().ahead(aggregates);
    }
    long sum = 0;
    for (Entity<?> entity : entities) {
      sum += entity.sequence();
    }
    for (Entity<?> entity : entities) {
      sum += entity.lanes().sent() + (entity.recent() == RecentCalls.NONE ? 1 : 0);
    }
    for (Entity<?> entity : entities) {
      sum += entity.lanes().inbox().size() + entity.recent().sequences().size();
    }
    touched += sum;
  }
}
