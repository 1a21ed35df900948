package epochal.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogEntry;
import epochal.persistence.log.LogScan;
import epochal.persistence.log.LogSettings;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowReaderTest {
  private static final int ENTRIES = 300;

  /** More than a window has room for when it is new, and more than all others together. */
  private static final int HUGE = 3 << 20;

  @TempDir private Path directory;
  private final List<LogEntry> written = new ArrayList<>();

  @BeforeEach
  void writeALog() {
    var random = new Random(7);
    Map<String, Long> sequences = new HashMap<>();
    try (var log = EventLog.open(directory, LogSettings.of("ab".repeat(32)))) {
      for (int i = 0; i < ENTRIES; i++) {
        int account = random.nextInt(20);
        String stream =
            account == 0
                ? "/sharding/accounts"
                : EntityId.account(new AccountId(account, 0, 0, account)).text();
        byte[] payload = new byte[i == 150 ? HUGE : random.nextInt(200)];
        random.nextBytes(payload);
        boolean odd = random.nextInt(10) == 0;
        var entry =
            new LogEntry(
                stream,
                sequences.merge(stream, 1L, Long::sum),
                false,
                odd ? 17 : StoredRecord.SERIALIZER_ID,
                odd && i % 2 == 0 ? "said" : "",
                payload);
        log.append(List.of(entry)).toCompletableFuture().join();
        if (account != 0) {
          written.add(entry);
        }
      }
    }
  }

  @Test
  void windowsHaveWhatTheLogHas() throws InterruptedException {
    for (int records : new int[] {1, 2, 7, 64, 10_000}) {
      assertThat(read(records, Long.MAX_VALUE)).as("%s records", records).isGreaterThan(0);
    }
  }

  @Test
  void exactlyFromARecordOnWindowsHaveOne() throws InterruptedException {
    assertThat(read(64, 70)).isEqualTo(2 + written.size() - 70);
  }

  /** Answers how many windows there are. */
  private int read(int records, long exactly) throws InterruptedException {
    try (var scan = LogScan.scan(directory);
        var windows =
            new WindowReader(
                scan, new Streams(new Aggregates(TinyNetwork.PARAMETERS)), records, exactly)) {
      var reading = Thread.ofPlatform().start(windows);
      int at = 0;
      int count = 0;
      for (Window next = windows.next(); next != null; next = windows.next()) {
        count++;
        for (int i = 0; i < next.size(); i++) {
          assertSame(next, i, written.get(at++));
        }
        assertSorted(next);
      }
      reading.join();
      assertThat(at).isEqualTo(written.size());
      assertThat(windows.finding()).isNull();
      return count;
    }
  }

  private static void assertSame(Window window, int index, LogEntry entry) {
    assertThat(window.owner(index).entity()).isEqualTo(entry.name().entity());
    assertThat(window.sequence(index)).isEqualTo(entry.sequence());
    assertThat(window.filed(index))
        .isEqualTo(new Window.Filed(entry.serializerId(), entry.manifest()));
    assertThat(Arrays.copyOfRange(window.bytes(), window.begin(index), window.end(index)))
        .isEqualTo(entry.payload());
    assertThat(window.record(index)).isNull();
    assertThat(window.after(index)).isNull();
  }

  /** Each record is once in the list of its stream, and these go on as the log does. */
  private static void assertSorted(Window window) {
    int seen = 0;
    for (int place = 0; place < window.streams(); place++) {
      long before = 0;
      for (int i = window.first(place); i >= 0; i = window.next(i)) {
        assertThat(window.owner(i)).isSameAs(window.stream(place));
        assertThat(before == 0 ? window.sequence(i) - 1 : before).isEqualTo(window.sequence(i) - 1);
        before = window.sequence(i);
        seen++;
      }
    }
    assertThat(seen).isEqualTo(window.size());
  }
}
