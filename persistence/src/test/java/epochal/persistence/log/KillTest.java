package epochal.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes is killed again and again. Whatever it said was acknowledged is there
 * afterwards, and no batch is there in part. More rounds with {@code -Depochal.kill.rounds}.
 */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("epochal.kill.rounds", 5);

  @TempDir private Path temporary;

  @Test
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    Path directory = temporary.resolve("log");
    Map<String, Long> acknowledged = new HashMap<>();
    var random = new Random(7);
    long before = 0;
    boolean indexed = false;
    for (int round = 0; round < ROUNDS; round++) {
      try (LogChild child = LogChild.start(directory, LogChild.WRITE)) {
        assertThat(child.line()).isEqualTo("open");
        int lines = 20 + random.nextInt(800);
        for (int i = 0; i < lines; i++) {
          note(acknowledged, child.line());
        }
        child.kill();
        for (String line = child.line(); line != null; line = child.line()) {
          note(acknowledged, line);
        }
      }
      try (LogScan scan = LogScan.scan(directory)) {
        while (scan.next() != null) {
          assertThat(scan.cleanlyClosed()).isFalse();
        }
        scan.finding().ifPresent(f -> assertThat(f.kind()).isEqualTo(LogFinding.Kind.TORN_TAIL));
      }
      if (round % 2 == 0) {
        try (EventLog log = Logs.open(directory)) {
          assertThat(log.durableEnd()).isGreaterThan(before);
          before = log.durableEnd();
          verify(log, acknowledged);
          indexed |= log.openReport().index().kind() == IndexUse.Kind.USED;
        }
      }
    }
    assertThat(indexed).as("the index of a killed process was used").isTrue();
  }

  private static void note(Map<String, Long> acknowledged, String line) {
    if (line != null && line.matches("stream-[0-9] [0-9]+")) {
      String[] words = line.split(" ", 2);
      acknowledged.put(words[0], Long.parseLong(words[1]));
    }
  }

  private static void verify(EventLog log, Map<String, Long> acknowledged) {
    for (String stream : LogChild.streams()) {
      long highest = log.highestSequence(stream);
      assertThat(highest).isGreaterThanOrEqualTo(acknowledged.getOrDefault(stream, 0L));
      assertThat(highest % 2).as("batches are of two").isZero();
      List<StoredEntry> entries = Logs.read(log, stream);
      assertThat(entries).hasSize((int) highest);
      for (int i = 0; i < highest; i++) {
        StoredEntry entry = entries.get(i);
        assertThat(entry.sequence()).isEqualTo(i + 1);
        assertThat(entry.payload()).isEqualTo(Logs.entry(stream, i + 1).payload());
      }
      assertThat(log.streamsNeedingAttention().contains(stream))
          .isEqualTo((highest - 1) % 3 == 0 && highest > 0);
    }
  }
}
