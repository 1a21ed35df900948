package epochal.persistence.log;

import static epochal.persistence.log.Logs.append;
import static epochal.persistence.log.Logs.entry;
import static epochal.persistence.log.Logs.read;
import static epochal.persistence.log.Logs.readAll;
import static epochal.persistence.log.Logs.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  @TempDir private Path directory;

  @Test
  void aNewLogIsEmpty() {
    try (EventLog log = Logs.open(directory.resolve("new/log"))) {
      assertThat(log.durableEnd()).isZero();
      assertThat(log.streams()).isEmpty();
      assertThat(readAll(log)).isEmpty();
      assertThat(log.highestSequence("a")).isZero();
      assertThat(log.openReport())
          .isEqualTo(new OpenReport(1, 0, 0, 0, true, Optional.empty(), IndexUse.notNeeded()));
    }
  }

  @Test
  void whatWasAppendedIsReadBack() {
    try (EventLog log = Logs.open(directory)) {
      assertThat(append(log, entry("a", 1), entry("b", 1), entry("b", 2)))
          .isEqualTo(new Appended(0, 2));
      assertThat(append(log, entry("a", 2, true))).isEqualTo(new Appended(3, 3));

      assertThat(told(readAll(log)))
          .containsExactly(
              "0 a/1 false 17 said a says 1",
              "1 b/1 false 17 said b says 1",
              "2 b/2 false 17 said b says 2",
              "3 a/2 true 17 said a says 2");
      assertThat(told(read(log, "a")))
          .containsExactly("0 a/1 false 17 said a says 1", "3 a/2 true 17 said a says 2");
      assertThat(log.streams()).containsExactly("a", "b");
      assertThat(log.highestSequence("b")).isEqualTo(2);
      assertThat(log.durableEnd()).isEqualTo(4);
    }
  }

  @Test
  void aLogThatIsOpenedAgainIsTheSameAndGoesOn() {
    List<String> before;
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1), entry("b", 1));
      append(log, entry("a", 2));
      before = told(readAll(log));
    }
    try (EventLog log = Logs.open(directory)) {
      assertThat(log.openReport().cleanlyClosed()).isTrue();
      assertThat(log.openReport().entries()).isEqualTo(3);
      assertThat(log.openReport().batches()).isEqualTo(2);
      assertThat(told(readAll(log))).isEqualTo(before);
      assertThat(append(log, entry("a", 3))).isEqualTo(new Appended(3, 3));
      assertThat(told(read(log, "a"))).hasSize(3);
    }
  }

  @Test
  void closedIsThereOnlyWhileNothingWasAppended() {
    Path closed = directory.resolve("CLOSED");
    try (EventLog log = Logs.open(directory)) {
      assertThat(closed).doesNotExist();
      append(log, entry("a", 1));
    }
    assertThat(closed).exists();
    try (EventLog log = Logs.open(directory)) {
      assertThat(closed).exists();
      append(log, entry("a", 2));
      assertThat(closed).doesNotExist();
    }
    assertThat(closed).exists();
  }

  @Test
  void segmentsFollowEachOtherWithoutAGap() throws Exception {
    List<String> before;
    try (EventLog log = EventLog.open(directory, Logs.settings().withSegmentBytes(150))) {
      for (int i = 1; i <= 50; i++) {
        append(log, entry("a", i), entry("b" + i, 1));
      }
      before = told(readAll(log));
      assertThat(before).hasSize(100);
      assertThat(read(log, "a")).hasSize(50);
    }
    try (var files = Files.list(directory.resolve("segments"))) {
      assertThat(files.count()).isGreaterThan(10);
    }
    try (EventLog log = Logs.open(directory)) {
      assertThat(told(readAll(log))).isEqualTo(before);
      assertThat(log.openReport().segments()).isGreaterThan(10);
    }
  }

  @Test
  void moreSegmentsThanAreKeptOpenCanBeRead() {
    try (EventLog log = EventLog.open(directory, Logs.settings().withSegmentBytes(1))) {
      for (int i = 1; i <= 150; i++) {
        append(log, entry("a", i));
      }
      assertThat(read(log, "a")).hasSize(150);
      assertThat(readAll(log)).hasSize(150);
      assertThat(read(log, "a")).hasSize(150);
    }
  }

  @Test
  void aPartOfAStreamIsRead() {
    try (EventLog log = Logs.open(directory)) {
      for (int i = 1; i <= 200; i += 2) {
        append(log, entry("other", i), entry("a", i), entry("a", i + 1), entry("other", i + 1));
      }
      for (long from : List.of(1L, 2L, 63L, 64L, 65L, 128L, 199L, 200L, 201L)) {
        for (long to : List.of(1L, 64L, 65L, 130L, 200L, 500L)) {
          for (long max : List.of(0L, 1L, 3L, 100L, Long.MAX_VALUE)) {
            List<Long> expected = new ArrayList<>();
            for (long i = from; i <= Math.min(to, 200) && expected.size() < max; i++) {
              expected.add(i);
            }
            List<Long> found = new ArrayList<>();
            long count = log.read("a", from, to, max, entry -> found.add(entry.sequence()));
            assertThat(found).as("%d to %d, %d", from, to, max).isEqualTo(expected);
            assertThat(count).isEqualTo(expected.size());
          }
        }
      }
      assertThat(log.read("unknown", 1, 10, 10, entry -> {})).isZero();
    }
  }

  @Test
  void aCursorBeginsAnywhere() {
    try (EventLog log = Logs.open(directory)) {
      byte[] large = new byte[10_000];
      for (int i = 1; i <= 30; i++) {
        append(log, new LogEntry("a", i, false, 1, "m", large), entry("b", i));
      }
      for (int from = 0; from < 60; from++) {
        StoredEntry first = log.readAll(from).next();
        assertThat(first).isNotNull().extracting(StoredEntry::offset).isEqualTo((long) from);
      }
      assertThat(log.readAll(60).next()).isNull();
      assertThatIllegalArgumentException().isThrownBy(() -> log.readAll(61));
    }
  }

  @Test
  void aBatchThatDoesNotContinueItsStreamsIsRefusedAsAWhole() {
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1));
      assertThatThrownBy(() -> append(log, entry("b", 1), entry("b", 2), entry("a", 1)))
          .isInstanceOfSatisfying(
              SequenceConflictException.class,
              e -> {
                assertThat(e.code()).isEqualTo("SequenceConflict");
                assertThat(e.stream()).isEqualTo("a");
                assertThat(e.expected()).isEqualTo(2);
                assertThat(e.actual()).isEqualTo(1);
              });
      assertThatThrownBy(() -> append(log, entry("a", 2), entry("a", 4)))
          .hasMessageContaining(
              "The next entry of a has sequence number 3, and the batch brings 4");
      assertThatThrownBy(() -> append(log, entry("b", 2)))
          .isInstanceOf(SequenceConflictException.class);
      assertThat(log.streams()).containsExactly("a");
      assertThat(log.durableEnd()).isEqualTo(1);

      append(log, entry("b", 1), entry("a", 2));
      assertThat(told(readAll(log))).hasSize(3);
    }
    try (EventLog log = Logs.open(directory)) {
      assertThat(readAll(log)).hasSize(3);
    }
  }

  @Test
  void theLastEntryOfAStreamSaysWhetherItNeedsAttention() {
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1, true), entry("b", 1, true), entry("c", 1, false));
      append(log, entry("b", 2, false), entry("c", 2, true));
      assertThat(log.streamsNeedingAttention()).containsExactly("a", "c");
      append(log, entry("d", 1, true), entry("d", 2, false));
      assertThat(log.streamsNeedingAttention()).containsExactly("a", "c");
    }
    try (EventLog log = Logs.open(directory)) {
      assertThat(log.streamsNeedingAttention()).containsExactly("a", "c");
      append(log, entry("a", 2, false));
      assertThat(log.streamsNeedingAttention()).containsExactly("c");
    }
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    EventLog log = EventLog.open(directory, Logs.settings().withBatchBytes(500));
    assertThatIllegalArgumentException().isThrownBy(() -> log.append(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> append(log, entry("\ud800", 1)));
    assertThatThrownBy(() -> append(log, new LogEntry("a", 1, false, 1, "", new byte[500])))
        .isInstanceOfSatisfying(
            EntryTooLargeException.class, e -> assertThat(e.code()).isEqualTo("EntryTooLarge"));
    append(log, entry("ünïcode 😀", 1));
    assertThat(log.streams()).containsExactly("ünïcode 😀");
    log.close();
    log.close();
    assertThatThrownBy(() -> append(log, entry("a", 1)))
        .isInstanceOfSatisfying(
            LogClosedException.class, e -> assertThat(e.code()).isEqualTo("LogClosed"));
    assertThatThrownBy(() -> readAll(log)).isInstanceOf(LogClosedException.class);
  }

  @Test
  void aBatchLargerThanTheWritersBufferIsWhole() {
    byte[] large = new byte[5_000_000];
    new Random(1).nextBytes(large);
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1));
      append(log, new LogEntry("a", 2, false, -5, "", large), entry("b", 1));
      append(log, entry("a", 3));
    }
    try (EventLog log = Logs.open(directory)) {
      assertThat(readAll(log)).hasSize(4);
      StoredEntry second = read(log, "a").get(1);
      assertThat(second.payload()).isEqualTo(large);
      assertThat(second.serializerId()).isEqualTo(-5);
      assertThat(read(log, "a")).hasSize(3);
    }
  }
}
