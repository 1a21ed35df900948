package epochal.cluster.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Where the demonstration is shown: on a terminal the screen is drawn over itself four times a
 * second; elsewhere it is printed now and then, as plain text.
 */
public final class DemoDisplay {
  private static final long TERMINAL_MILLIS = 250;
  private static final long PLAIN_MILLIS = 5_000;
  private static final long TICK_NANOS = 500_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private List<String> notice = List.of();
  private boolean drawing;
  private long shownProgress;
  private long lastTick = System.nanoTime();

  public DemoDisplay(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** One line for a person. */
  public synchronized void say(String line) {
    out.println(line);
  }

  /** What an operator must not miss; it stays on a screen that is being drawn. */
  synchronized void alert(String line) {
    notice = List.of("", line);
    if (!drawing || !terminal) {
      out.println(terminal ? "\r" + line + "\033[K" : line);
      out.flush();
    }
  }

  private synchronized List<String> notice() {
    return notice;
  }

  private synchronized void drawing(boolean now) {
    drawing = now;
  }

  /** How far something has come that has no known end; shown at most twice a second. */
  public synchronized void tick(String line) {
    long now = System.nanoTime();
    if (now - lastTick >= TICK_NANOS) {
      lastTick = now;
      out.print(terminal ? "\r  " + line + "\033[K" : "  " + line + "\n");
      out.flush();
    }
  }

  /** How far something has come; called often. */
  synchronized void progress(String what, long done, long all) {
    long step = Math.max(1, all / (terminal ? 100 : 10));
    if (done == all || done / step > shownProgress) {
      shownProgress = done == all ? 0 : done / step;
      String line = "  %s: %,d of %,d".formatted(what, done, all);
      out.print(terminal ? "\r" + line + (done == all ? "\n" : "") : line + "\n");
      out.flush();
    }
  }

  /** Draws until closed, and once more then. */
  Drawing draw(DemoScreen screen, NetworkView view) {
    return new Drawing(screen, view);
  }

  /** A screen that is being drawn. */
  final class Drawing implements AutoCloseable {
    private final DemoScreen screen;
    private final NetworkView view;
    private final ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("demo-screen").factory());
    private NetworkView.Snapshot before;
    private long beforeNanos = System.nanoTime();
    private long blocksPerSecond;
    private long eventsPerSecond;

    private Drawing(DemoScreen screen, NetworkView view) {
      this.screen = screen;
      this.view = view;
      this.before = view.snapshot();
      drawing(true);
      if (terminal) {
        out.print("\033[2J");
      }
      long period = terminal ? TERMINAL_MILLIS : PLAIN_MILLIS;
      var ignored = timer.scheduleAtFixedRate(this::draw, period, period, TimeUnit.MILLISECONDS);
    }

    private void draw() {
      NetworkView.Snapshot now = view.snapshot();
      measure(now);
      List<String> lines = screen.draw(now, blocksPerSecond, eventsPerSecond);
      synchronized (DemoDisplay.this) {
        if (terminal) {
          out.print("\033[H");
          lines.forEach(line -> out.print(line + "\033[K\n"));
          notice().forEach(line -> out.print(line + "\033[K\n"));
          out.print("\033[J");
        } else {
          lines.forEach(out::println);
          out.println();
        }
        out.flush();
      }
    }

    /** Rates over at least a second, so that they can be read. */
    private void measure(NetworkView.Snapshot now) {
      long nanos = System.nanoTime() - beforeNanos;
      if (nanos >= 1_000_000_000L) {
        blocksPerSecond = (now.block() - before.block()) * 10_000_000_000L / nanos;
        eventsPerSecond = (now.events() - before.events()) * 1_000_000_000L / nanos;
        before = now;
        beforeNanos = System.nanoTime();
      }
    }

    @Override
    public void close() {
      timer.shutdownNow();
      try {
        timer.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      draw();
      drawing(false);
    }
  }
}
