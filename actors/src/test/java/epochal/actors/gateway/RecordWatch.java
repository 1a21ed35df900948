package epochal.actors.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Follows a node's records from the first record and waits for what a test expects. */
final class RecordWatch implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final List<DurableRecord> records = new ArrayList<>();
  private final Records.Subscription subscription;

  RecordWatch(Node node) {
    subscription = node.records().subscribe(0, this::add);
  }

  private synchronized void add(DurableRecord durable) {
    records.add(durable);
    notifyAll();
  }

  /** Waits until so many records are of this kind, and returns all of it. */
  synchronized List<DurableRecord> await(int count, Predicate<DurableRecord> kind)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      List<DurableRecord> found = records.stream().filter(kind).toList();
      if (found.size() >= count) {
        return found;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(found.size() + " of " + count + " in " + records);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  synchronized List<DurableRecord> all() {
    return List.copyOf(records);
  }

  static Predicate<DurableRecord> event(Class<?> type) {
    return durable -> type.isInstance(durable.recorded().event());
  }

  @Override
  public void close() {
    subscription.close();
  }
}
