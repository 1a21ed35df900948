package epochal.persistence.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the tests of the log have in common. */
public final class Logs {
  public static final String NETWORK = "0123456789abcdef".repeat(4);

  private Logs() {}

  public static LogSettings settings() {
    return LogSettings.of(NETWORK);
  }

  public static EventLog open(Path directory) {
    return EventLog.open(directory, settings());
  }

  /** As {@link #open}, with every byte read and verified before it is open. */
  static EventLog openVerified(Path directory) {
    return EventLog.open(directory, settings().withVerification(new LogVerification.AtOpen()));
  }

  public static LogEntry entry(String stream, long sequence) {
    return entry(stream, sequence, false);
  }

  public static LogEntry entry(String stream, long sequence, boolean attention) {
    byte[] payload = (stream + " says " + sequence).getBytes(StandardCharsets.UTF_8);
    return new LogEntry(stream, sequence, attention, 17, "said", payload);
  }

  /** Appends and waits until it is durable; throws the log's own exception when it is refused. */
  public static Appended append(EventLog log, LogEntry... batch) {
    try {
      return log.append(List.of(batch)).toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LogException reason) {
        throw reason;
      }
      throw e;
    }
  }

  public static List<StoredEntry> readAll(EventLog log) {
    List<StoredEntry> all = new ArrayList<>();
    LogCursor cursor = log.readAll(0);
    for (StoredEntry next = cursor.next(); next != null; next = cursor.next()) {
      all.add(next);
    }
    return all;
  }

  public static List<StoredEntry> read(EventLog log, String stream) {
    List<StoredEntry> all = new ArrayList<>();
    log.read(stream, 1, Long.MAX_VALUE, Long.MAX_VALUE, all::add);
    return all;
  }

  /** One line for each entry, everything in it that a reader can see but the address. */
  public static List<String> told(List<StoredEntry> entries) {
    return entries.stream().map(Logs::told).toList();
  }

  public static String told(StoredEntry entry) {
    return "%d %s/%d %s %d %s %s"
        .formatted(
            entry.offset(),
            entry.stream(),
            entry.sequence(),
            entry.attention(),
            entry.serializerId(),
            entry.manifest(),
            new String(entry.payload(), StandardCharsets.UTF_8));
  }

  public static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  public static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }

  public static Path segment(Path directory, long address) {
    return new LogDirectory(directory).segment(address);
  }

  /** As a process leaves it that is killed: without CLOSED. */
  public static void forgetClosing(Path directory) throws IOException {
    Files.delete(directory.resolve("CLOSED"));
  }

  /** Until the entry with an offset is durable. */
  public static void awaitBeyond(EventLog log, long offset) throws InterruptedException {
    var durable = new CountDownLatch(1);
    DurableListener listener =
        (first, entries) -> {
          if (first + entries.size() > offset) {
            durable.countDown();
          }
        };
    log.addListener(listener);
    try {
      if (log.durableEnd() <= offset && !durable.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nothing came for a minute");
      }
    } finally {
      log.removeListener(listener);
    }
  }
}
