package epochal.persistence.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Durable appends a second, and how fast they are read again. Arguments: a directory on the disk to
 * measure, and seconds for each measurement.
 */
final class AppendBenchmark {
  private static final int PAYLOAD_BYTES = 200;
  private static final int SENDERS = 2;

  private AppendBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path parent = Path.of(arguments[0]);
    int seconds = Integer.parseInt(arguments[1]);
    for (int threads : new int[] {1, 16, 256}) {
      measure(
          parent, threads + " blocking threads", seconds, log -> blocking(log, threads, seconds));
    }
    for (int inFlight : new int[] {16, 256, 2_048, 16_384}) {
      measure(
          parent,
          inFlight + " in flight from " + SENDERS + " threads",
          seconds,
          log -> inFlight(log, inFlight, seconds));
    }
  }

  private interface Load {
    void run(EventLog log) throws Exception;
  }

  private static void measure(Path parent, String name, int seconds, Load load) throws Exception {
    Path directory = Files.createTempDirectory(parent, "log");
    try {
      try (EventLog log = Logs.open(directory)) {
        load.run(log);
        LogStatistics all = log.statistics();
        System.out.printf(
            "%-32s %,9d appends/s, %,7d fsyncs/s, %6.1f appends each, fsync %.2f ms, %d bytes"
                + " each%n",
            name,
            all.batches() / seconds,
            all.groups() / seconds,
            (double) all.batches() / all.groups(),
            all.forceNanos() / 1e6 / all.groups(),
            all.bytes() / all.batches());
      }
      readAgain(directory);
    } finally {
      Logs.delete(directory);
    }
  }

  private static void readAgain(Path directory) throws IOException {
    long start = System.nanoTime();
    try (EventLog log = Logs.open(directory)) {
      long opened = System.nanoTime();
      long count = 0;
      LogCursor cursor = log.readAll(0);
      while (cursor.next() != null) {
        count++;
      }
      long read = System.nanoTime();
      System.out.printf(
          "%-32s opened %,d entries in %.2f s (%,.0f/s), read at %,.0f/s%n",
          "",
          count,
          (opened - start) / 1e9,
          count / ((opened - start) / 1e9),
          count / ((read - opened) / 1e9));
    }
  }

  private static LogEntry entry(String stream, long sequence) {
    return new LogEntry(stream, sequence, false, 1, "Credited", new byte[PAYLOAD_BYTES]);
  }

  private static void blocking(EventLog log, int threads, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String stream = "account|" + i;
      all.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (long n = 1; System.nanoTime() < end; n++) {
                      Logs.append(log, entry(stream, n));
                    }
                  }));
    }
    for (Thread one : all) {
      one.join();
    }
  }

  private static void inFlight(EventLog log, int inFlight, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    var failures = new AtomicLong();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      String sender = "account|" + i + "|";
      all.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    var room = new Semaphore(inFlight / SENDERS);
                    var release =
                        new AppendCallback() {
                          @Override
                          public void durable(Appended appended) {
                            room.release();
                          }

                          @Override
                          public void failed(LogException reason) {
                            failures.incrementAndGet();
                            room.release();
                          }
                        };
                    for (long n = 0; System.nanoTime() < end; n++) {
                      room.acquireUninterruptibly();
                      log.append(List.of(entry(sender + n % 5_000, n / 5_000 + 1)), release);
                    }
                    room.acquireUninterruptibly(inFlight / SENDERS);
                  }));
    }
    for (Thread one : all) {
      one.join();
    }
    if (failures.get() > 0) {
      throw new IllegalStateException(failures + " appends failed");
    }
  }
}
