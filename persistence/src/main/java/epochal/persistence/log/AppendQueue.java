package epochal.persistence.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Appends that wait for the writer, within bounds. */
final class AppendQueue {
  /** One batch on its way. */
  static final class Append {
    final List<LogEntry> entries;
    final FrameBody body;
    final AppendCallback callback;

    /** Of the stream of each entry, pinned until the append is answered. */
    final List<StreamHead> heads;

    // The writer's, from here on.
    final long[] links;
    int passed;
    long address;
    long firstOffset;
    @Nullable LogException refusal;
    boolean answered;

    Append(
        List<LogEntry> entries, List<StreamHead> heads, FrameBody body, AppendCallback callback) {
      this.entries = entries;
      this.body = body;
      this.callback = callback;
      this.heads = heads;
      links = new long[entries.size()];
    }
  }

  private final int maxAppends;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();

  // Guarded by the lock.
  private final ArrayDeque<Append> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;
  private boolean writerWaits;

  AppendQueue(int maxAppends, long maxBytes) {
    this.maxAppends = maxAppends;
    this.maxBytes = maxBytes;
  }

  /** Null when the append was taken. A single append is taken however large it is. */
  @Nullable LogException offer(Append append) {
    lock.lock();
    try {
      if (closed) {
        return new LogClosedException();
      }
      long size = append.body.length();
      if (waiting.size() == maxAppends || (!waiting.isEmpty() && bytes + size > maxBytes)) {
        return new LogBusyException(waiting.size(), bytes);
      }
      waiting.add(append);
      bytes += size;
      if (writerWaits) {
        writerWaits = false;
        filled.signal();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for at least one append; takes all up to a number of bytes. Empty when it is over. */
  List<Append> take(int atMostBytes) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        writerWaits = true;
        filled.awaitUninterruptibly();
      }
      List<Append> taken = new ArrayList<>(waiting.size());
      long size = 0;
      while (size < atMostBytes) {
        Append next = waiting.poll();
        if (next == null) {
          break;
        }
        taken.add(next);
        size += next.body.length();
      }
      bytes -= size;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  int appends() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }
}
