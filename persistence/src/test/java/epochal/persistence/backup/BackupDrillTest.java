package epochal.persistence.backup;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogChild;
import epochal.persistence.log.LogScan;
import epochal.persistence.log.Logs;
import epochal.persistence.log.StoredEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a log that another process writes without end; each is restored and written on. */
class BackupDrillTest {
  private static final int ROUNDS = 4;
  private static final int LINES = 500;

  @TempDir private Path temporary;

  /** What the writing process has said so far. */
  private static final class Acknowledged {
    private final Map<String, Long> highest = new TreeMap<>();
    private long lines;
    private boolean ended;

    void listen(LogChild child) {
      try {
        for (String line = child.line(); line != null; line = child.line()) {
          note(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        end();
      }
    }

    private synchronized void note(String line) {
      if (line.matches("stream-[0-9] [0-9]+")) {
        String[] words = line.split(" ", 2);
        highest.put(words[0], Long.parseLong(words[1]));
      }
      lines++;
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized Map<String, Long> afterMore(long more) throws InterruptedException {
      long until = lines + more;
      while (lines < until) {
        assertThat(ended).as("the writer has ended").isFalse();
        wait();
      }
      return new TreeMap<>(highest);
    }
  }

  @Test
  void whatWasAcknowledgedBeforeABackupIsInIt() throws Exception {
    Path data = temporary.resolve("data");
    Path to = temporary.resolve("backup");
    var acknowledged = new Acknowledged();
    try (LogChild child = LogChild.start(data, LogChild.WRITE)) {
      Thread listener = Thread.ofPlatform().start(() -> acknowledged.listen(child));
      long entries = 0;
      for (int round = 0; round < ROUNDS; round++) {
        Map<String, Long> before = acknowledged.afterMore(LINES);
        BackupReport report = Backup.make(data, to);
        assertThat(report.entries()).isGreaterThan(entries);
        entries = report.entries();
        if (round > 0) {
          assertThat(report.copiedBytes()).isLessThan(report.bytes());
        }
        acknowledged.afterMore(1);
        check(to, temporary.resolve("copy-" + round), before, entries);
      }
      child.kill();
      listener.join();
      // and what the kill left
      Map<String, Long> all = acknowledged.afterMore(0);
      BackupReport last = Backup.make(data, to);
      check(to, temporary.resolve("copy-last"), all, last.entries());
    }
  }

  private static void check(Path to, Path copy, Map<String, Long> acknowledged, long entries)
      throws IOException {
    Restore.make(to, copy);
    try (LogScan scan = LogScan.scan(copy)) {
      long count = 0;
      while (scan.next() != null) {
        count++;
      }
      assertThat(scan.finding()).isEmpty();
      assertThat(scan.cleanlyClosed()).isTrue();
      assertThat(count).isEqualTo(entries);
    }
    try (EventLog log = Logs.open(copy)) {
      acknowledged.forEach(
          (stream, highest) -> {
            assertThat(log.highestSequence(stream)).isGreaterThanOrEqualTo(highest);
            List<StoredEntry> stored = Logs.read(log, stream);
            assertThat(stored).hasSize((int) log.highestSequence(stream));
            long next = log.highestSequence(stream) + 1;
            Logs.append(log, Logs.entry(stream, next));
            assertThat(log.highestSequence(stream)).isEqualTo(next);
          });
    }
    Logs.delete(copy);
  }
}
