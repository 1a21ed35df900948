package epochal.persistence.log;

import java.time.Duration;

/** How far the log is durable, and who waits for more. */
final class DurableEnd {
  private volatile Position position;
  private volatile int waiting;
  private volatile boolean closed;

  /**
   * A place between two groups.
   *
   * @param address bytes before it
   * @param offset entries before it
   * @param chain checksum of the header of the last frame before it
   */
  record Position(long address, long offset, int chain) {}

  DurableEnd(Position start) {
    position = start;
  }

  Position position() {
    return position;
  }

  void advance(Position to) {
    position = to;
    if (waiting > 0) {
      wake();
    }
  }

  void close() {
    closed = true;
    wake();
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** Whether entry number {@code offset} was durable before the time was up. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // under the monitor; volatile for those outside
  synchronized boolean awaitBeyond(long offset, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    waiting++;
    try {
      while (position.offset <= offset) {
        if (closed) {
          throw new LogClosedException();
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
      return true;
    } finally {
      waiting--;
    }
  }
}
