package epochal.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Both halves of the index together, against a plain map of what was appended. */
class IndexProperties {
  private sealed interface Step {
    /** A batch for streams by number. */
    record Append(List<Integer> streams, boolean attention) implements Step {}

    record Reopen(boolean killed, boolean withoutIndex, boolean verified) implements Step {}
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Step> appends =
        Combinators.combine(
                Arbitraries.integers().between(0, 11).list().ofMinSize(1).ofMaxSize(40),
                Arbitraries.of(true, false))
            .as(Step.Append::new);
    Arbitrary<Step> reopenings =
        Combinators.combine(
                Arbitraries.of(true, false),
                Arbitraries.of(true, false, false),
                Arbitraries.of(true, false))
            .as(Step.Reopen::new);
    return Arbitraries.frequencyOf(Tuple.of(9, appends), Tuple.of(1, reopenings))
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }

  private static String name(int number) {
    return number % 3 == 0 ? "subnet:" + number : "stream " + number;
  }

  @Property(tries = 25)
  void findsWhatWasAppended(
      @ForAll("histories") List<Step> history,
      @ForAll @IntRange(min = 200, max = 3_000) int segmentBytes,
      @ForAll @IntRange(min = 1, max = 6) int cachedStreams)
      throws IOException {
    Path directory = Files.createTempDirectory("log");
    try {
      LogSettings settings =
          Logs.settings()
              .withSegmentBytes(segmentBytes)
              .withIndex(new IndexSettings(cachedStreams, 1 << 20, 16, 1));
      Map<String, List<String>> model = new TreeMap<>();
      Map<String, Boolean> attention = new TreeMap<>();
      long entries = 0;
      EventLog log = EventLog.open(directory, settings);
      for (Step step : history) {
        switch (step) {
          case Step.Append(List<Integer> streams, boolean wanted) -> {
            List<LogEntry> batch = new ArrayList<>();
            for (int number : streams) {
              List<String> known = model.computeIfAbsent(name(number), n -> new ArrayList<>());
              LogEntry entry = Logs.entry(name(number), known.size() + 1, wanted);
              known.add(new String(entry.payload(), StandardCharsets.UTF_8));
              attention.put(name(number), wanted);
              batch.add(entry);
            }
            entries += batch.size();
            Logs.append(log, batch.toArray(LogEntry[]::new));
          }
          case Step.Reopen(boolean killed, boolean withoutIndex, boolean verified) -> {
            log.close();
            if (killed && Files.exists(directory.resolve("CLOSED"))) {
              Logs.forgetClosing(directory);
            }
            if (withoutIndex && Files.exists(directory.resolve("index"))) {
              Logs.delete(directory.resolve("index"));
            }
            LogVerification when =
                verified
                    ? new LogVerification.AtOpen()
                    : new LogVerification.InBackground(Duration.ZERO, 1 << 30);
            log = EventLog.open(directory, settings.withVerification(when));
            verify(log, entries, model, attention);
          }
        }
      }
      verify(log, entries, model, attention);
      log.close();
    } finally {
      Logs.delete(directory);
    }
  }

  private static void verify(
      EventLog log, long entries, Map<String, List<String>> model, Map<String, Boolean> attention) {
    assertThat(log.durableEnd()).isEqualTo(entries);
    assertThat(log.streams()).isEqualTo(List.copyOf(model.keySet()));
    assertThat(log.streamsNeedingAttention())
        .isEqualTo(model.keySet().stream().filter(attention::get).toList());
    model.forEach(
        (stream, said) -> {
          assertThat(log.highestSequence(stream)).isEqualTo(said.size());
          assertThat(said(log, stream, 1)).isEqualTo(said);
          int middle = said.size() / 2;
          assertThat(said(log, stream, middle + 1)).isEqualTo(said.subList(middle, said.size()));
        });
    for (long from = 0; from < entries; from += Math.max(1, entries / 5)) {
      StoredEntry first = log.readAll(from).next();
      assertThat(first).isNotNull().extracting(StoredEntry::offset).isEqualTo(from);
    }
  }

  private static List<String> said(EventLog log, String stream, long from) {
    List<String> said = new ArrayList<>();
    log.read(
        stream,
        from,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        entry -> said.add(new String(entry.payload(), StandardCharsets.UTF_8)));
    return said;
  }

  /**
   * Threads that race for the next number of the same few streams, with a cache for one of them and
   * a segment for every few batches: whoever wins, no stream forks, goes back or has a gap.
   */
  @Example
  void racingWritersNeverForkAStream() throws Exception {
    Path directory = Files.createTempDirectory("log");
    int threads = 6;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads);
        EventLog log =
            EventLog.open(
                directory,
                Logs.settings()
                    .withSegmentBytes(500)
                    .withIndex(new IndexSettings(1, 1 << 20, 16, 1)))) {
      List<Callable<Long>> writers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        var random = new Random(t);
        writers.add(
            () -> {
              long written = 0;
              for (int i = 0; i < 400; i++) {
                String stream = "stream " + random.nextInt(8);
                try {
                  Logs.append(log, Logs.entry(stream, log.highestSequence(stream) + 1));
                  written++;
                } catch (SequenceConflictException e) {
                  assertThat(e.expected()).isGreaterThan(e.actual());
                }
              }
              return written;
            });
      }
      long written = 0;
      for (Future<Long> result : pool.invokeAll(writers)) {
        written += result.get();
      }
      assertThat(log.durableEnd()).isEqualTo(written);
      long read = 0;
      for (String stream : log.streams()) {
        List<StoredEntry> entries = Logs.read(log, stream);
        assertThat(entries).hasSize((int) log.highestSequence(stream));
        for (int i = 0; i < entries.size(); i++) {
          assertThat(entries.get(i).sequence()).isEqualTo(i + 1);
        }
        read += entries.size();
      }
      assertThat(read).isEqualTo(written);
      pool.shutdown();
    } finally {
      Logs.delete(directory);
    }
  }
}
