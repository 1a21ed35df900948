package epochal.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * The log against a list of entries in memory, for batches of any shape and segments of any size.
 */
class EventLogProperties {
  /** An entry but for its sequence number, which follows from the ones before. */
  private record Draft(
      String stream, boolean attention, int serializerId, String manifest, byte[] payload) {}

  @Provide
  Arbitrary<List<List<Draft>>> histories() {
    Arbitrary<String> streams = Arbitraries.of("a", "b", "é", "account|5Grw", "x".repeat(200));
    Arbitrary<String> manifests = Arbitraries.strings().ofMaxLength(5).filter(Tidy::isWhole);
    Arbitrary<byte[]> payloads = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    Arbitrary<Draft> drafts =
        Combinators.combine(
                streams, Arbitraries.of(true, false), Arbitraries.integers(), manifests, payloads)
            .as(Draft::new);
    return drafts.list().ofMinSize(1).ofMaxSize(6).list().ofMaxSize(40);
  }

  private static final class Tidy {
    static boolean isWhole(String text) {
      return text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }
  }

  @Property(tries = 40)
  void isWhatWasAppended(
      @ForAll("histories") List<List<Draft>> history,
      @ForAll @IntRange(min = 1, max = 3_000) int segmentBytes,
      @ForAll @IntRange(max = 40) int reopenAfter,
      @ForAll boolean killed)
      throws IOException {
    Path directory = Files.createTempDirectory("log");
    try {
      LogSettings settings = Logs.settings().withSegmentBytes(segmentBytes);
      Map<String, Long> heads = new TreeMap<>();
      List<LogEntry> model = new ArrayList<>();
      EventLog log = EventLog.open(directory, settings);
      for (int i = 0; i < history.size(); i++) {
        List<LogEntry> batch = new ArrayList<>();
        for (Draft draft : history.get(i)) {
          batch.add(
              new LogEntry(
                  draft.stream,
                  heads.merge(draft.stream, 1L, Long::sum),
                  draft.attention,
                  draft.serializerId,
                  draft.manifest,
                  draft.payload));
        }
        Logs.append(log, batch.toArray(LogEntry[]::new));
        model.addAll(batch);
        if (i == reopenAfter) {
          log.close();
          if (killed) {
            Logs.forgetClosing(directory);
          }
          log = EventLog.open(directory, settings);
        }
      }
      verify(log, model, heads);
      log.close();
      try (EventLog again = EventLog.open(directory, settings)) {
        verify(again, model, heads);
      }
      try (LogScan scan = LogScan.scan(directory)) {
        for (LogEntry entry : model) {
          var scanned = scan.next();
          assertThat(scanned).isNotNull();
          assertThat(said(scanned.entry())).isEqualTo(said(entry));
        }
        assertThat(scan.next()).isNull();
        assertThat(scan.finding()).isEmpty();
      }
    } finally {
      Logs.delete(directory);
    }
  }

  private static void verify(EventLog log, List<LogEntry> model, Map<String, Long> heads) {
    assertThat(Logs.readAll(log).stream().map(EventLogProperties::said))
        .isEqualTo(model.stream().map(EventLogProperties::said).toList());
    assertThat(log.streams()).isEqualTo(List.copyOf(heads.keySet()));
    Map<String, Boolean> attention = new TreeMap<>();
    model.forEach(entry -> attention.put(entry.stream(), entry.attention()));
    attention.values().removeIf(needed -> !needed);
    assertThat(log.streamsNeedingAttention()).isEqualTo(List.copyOf(attention.keySet()));
    heads.forEach(
        (stream, head) -> {
          assertThat(log.highestSequence(stream)).isEqualTo(head);
          assertThat(Logs.read(log, stream).stream().map(EventLogProperties::said))
              .isEqualTo(
                  model.stream()
                      .filter(entry -> entry.stream().equals(stream))
                      .map(EventLogProperties::said)
                      .toList());
        });
  }

  private static Object said(LogEntry entry) {
    return Tuple.of(
        entry.stream() + "/" + entry.sequence(),
        entry.attention(),
        entry.serializerId(),
        entry.manifest(),
        Arrays.hashCode(entry.payload()));
  }

  private static Object said(StoredEntry entry) {
    return said(
        new LogEntry(
            entry.stream(),
            entry.sequence(),
            entry.attention(),
            entry.serializerId(),
            entry.manifest(),
            entry.payload()));
  }
}
