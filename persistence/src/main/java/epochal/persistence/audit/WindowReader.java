package epochal.persistence.audit;

import epochal.persistence.log.LogFinding;
import epochal.persistence.log.LogScan;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a log in windows, on a thread of its own, a window ahead of who takes them. */
final class WindowReader implements Runnable, AutoCloseable {
  /**
   * Records in a window: so many that most entities have several in it, and so few that what was
   * made of them is not old when the window is done.
   */
  static final int RECORDS = 65_536;

  /** Payload after which a window is closed, in bytes. */
  private static final int BYTES = 32 << 20;

  private final LogScan scan;
  private final WindowStreams streams;
  private final int records;
  private final long exactly;
  private final ArrayBlockingQueue<Read> windows = new ArrayBlockingQueue<>(1);

  /** Those that are over, to be used again: then they are old, and no collection copies them. */
  private final ConcurrentLinkedQueue<Window> over = new ConcurrentLinkedQueue<>();

  /** Touched only by who takes windows. */
  private @Nullable Window taken;

  private long count;
  private volatile boolean stopped;
  private @Nullable LogFinding finding;

  /**
   * What was read.
   *
   * @param window none at the end
   * @param failure why nothing more can be read; none at the end of the log
   */
  private record Read(@Nullable Window window, @Nullable Throwable failure) {}

  /**
   * @param records in a window
   * @param exactly from this many records on a window has one
   */
  WindowReader(LogScan scan, Streams streams, int records, long exactly) {
    this.records = records;
    this.scan = scan;
    this.streams = new WindowStreams(streams);
    this.exactly = exactly;
  }

  @Override
  public void run() {
    try {
      Read next;
      do {
        next = read();
        put(next);
      } while (next.window() != null && !stopped);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Read read() {
    try {
      Window window = fill();
      return new Read(window.size() == 0 ? null : window, null);
    } catch (RuntimeException | Error e) {
      return new Read(null, e);
    }
  }

  private void put(Read next) throws InterruptedException {
    boolean offered = false;
    while (!offered && !stopped) {
      offered = windows.offer(next, 50, TimeUnit.MILLISECONDS);
    }
  }

  private Window fill() {
    int capacity = count >= exactly ? 1 : (int) Math.min(records, exactly - count);
    Window known = over.poll();
    Window window = known == null ? new Window() : known;
    window.clear();
    streams.begin(window);
    while (window.size() < capacity && window.payloads() < BYTES && !stopped) {
      if (!scan.advance()) {
        finding = scan.finding().orElse(null);
        break;
      }
      streams.add(scan);
    }
    count += window.size();
    return window;
  }

  /**
   * The next window; null at the end. The one before it is over.
   *
   * @throws epochal.persistence.log.LogReadException when the operating system cannot read a file
   */
  @Nullable Window next() throws InterruptedException {
    if (taken != null) {
      over.add(taken);
      taken = null;
    }
    Read next = windows.take();
    switch (next.failure()) {
      case null -> taken = next.window();
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException("the log cannot be read", e);
    }
    return taken;
  }

  /** What is wrong with the files, once the last window was taken. */
  @Nullable LogFinding finding() {
    return finding;
  }

  /** Nothing more is wanted. */
  @Override
  public void close() {
    stopped = true;
  }
}
