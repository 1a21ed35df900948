package epochal.cluster.restart;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A {@link Worker} in a JVM of its own, which is like this one, and what it reports. */
final class WorkerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int LAST_WORDS = 40;

  /** The classes of a node are others than those of the command that measures it. */
  private static final String ARCHIVE = "^(-XX:SharedArchiveFile=.*/)[^/]*[.]jsa$";

  private final Process process;
  private final Instant started;
  private final Map<Report.Kind, CompletableFuture<Report>> first =
      new EnumMap<>(Report.Kind.class);
  private final ArrayDeque<String> lastWords = new ArrayDeque<>();
  private final Thread reading;
  private final Thread hearing;

  /** It ended before it had told what was waited for. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Ended(String sentence) {
      super(sentence);
    }
  }

  private WorkerProcess(Process process, Instant started, Consumer<Report> reports) {
    this.process = process;
    this.started = started;
    for (Report.Kind kind : Report.Kind.values()) {
      first.put(kind, new CompletableFuture<>());
    }
    this.reading = Thread.ofPlatform().daemon().name("worker-reports").start(() -> read(reports));
    this.hearing = Thread.ofPlatform().daemon().name("worker-errors").start(this::hear);
  }

  /**
   * Starts one.
   *
   * @param again what it is to send again
   * @param reports is told all that it reports, on one thread
   */
  static WorkerProcess start(
      Worker.Order order, List<Worker.Again> again, Consumer<Report> reports) {
    try {
      Instant started = Instant.now();
      Process process = new ProcessBuilder(command(order)).start();
      Thread.ofPlatform().daemon().name("worker-orders").start(() -> tell(process, again));
      return new WorkerProcess(process, started, reports);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(Worker.Order order) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-agent") && !option.startsWith("-javaagent")) {
        command.add(option.replaceFirst(ARCHIVE, "$1epochal-node.jsa"));
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    command.addAll(order.arguments());
    return command;
  }

  /** On a thread of its own, since a process that is killed early never listens. */
  private static void tell(Process process, List<Worker.Again> again) {
    try {
      var out = new DataOutputStream(process.getOutputStream());
      out.writeInt(again.size());
      for (Worker.Again call : again) {
        out.writeLong(call.number());
        out.writeLong(call.validUntil());
      }
      out.flush();
    } catch (IOException e) {
      // It was killed first, and that shows elsewhere.
    }
  }

  private void read(Consumer<Report> reports) {
    try (var in = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
      for (Report report = Report.read(in); report != null; report = Report.read(in)) {
        reports.accept(report);
        first(report.kind()).complete(report);
      }
    } catch (IOException e) {
      // The end of the process, told in another way.
    } finally {
      var ended = new Ended("the node's process ended");
      first.values().forEach(future -> future.completeExceptionally(ended));
    }
  }

  private void hear() {
    try (BufferedReader errors =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        synchronized (lastWords) {
          lastWords.add(line);
          if (lastWords.size() > LAST_WORDS) {
            lastWords.remove();
          }
        }
      }
    } catch (IOException e) {
      // It has nothing more to say.
    }
  }

  /** When it was started. */
  Instant started() {
    return started;
  }

  /** The first report of a kind; fails with {@link Ended} if the process ends without it. */
  @SuppressWarnings("NullAway") // every kind has its own
  CompletableFuture<Report> first(Report.Kind kind) {
    return first.get(kind);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it with SIGKILL, and takes all that it had written. */
  void kill() {
    // Which, unlike that of the process itself, leaves its output open.
    process.toHandle().destroyForcibly();
    await();
  }

  /** Stops it in order; it must not have been stopped before. */
  void stop() {
    try {
      process.getOutputStream().write(Worker.STOP);
      process.getOutputStream().flush();
    } catch (IOException e) {
      // It has ended by itself, and its exit code tells.
    }
    await();
    if (process.exitValue() != 0) {
      throw new Ended("the node did not stop in order: " + lastWords());
    }
  }

  private void await() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new Ended("the node's process did not end within " + PATIENCE.toSeconds() + " s");
      }
      reading.join();
      hearing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a node was to end", e);
    }
  }

  /** The end of what it said to people; to be asked when it has ended. */
  String lastWords() {
    synchronized (lastWords) {
      return lastWords.isEmpty() ? "it said nothing" : String.join("\n", lastWords);
    }
  }

  /** Kills it, if it is still there. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
