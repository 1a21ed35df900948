package epochal.persistence.log;

import static epochal.persistence.log.Logs.append;
import static epochal.persistence.log.Logs.entry;
import static epochal.persistence.log.Logs.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TornTailTest {
  @TempDir private Path temporary;

  @Test
  void aCrashAtEveryByteOfTheLastBatchLosesThatBatchAlone() throws IOException {
    Path original = temporary.resolve("original");
    List<String> truth;
    try (EventLog log = Logs.open(original)) {
      append(log, entry("a", 1), entry("b", 1, true));
      append(log, entry("a", 2));
      truth = told(Logs.readAll(log));
      append(log, entry("a", 3), entry("b", 2), entry("c", 1, true));
    }
    Logs.forgetClosing(original);
    byte[] content = Files.readAllBytes(Logs.segment(original, 0));
    int lastBatch = (int) addressOf(original, truth.size());
    Path copy = temporary.resolve("copy");
    for (int end = lastBatch; end < content.length; end++) {
      for (boolean zeroed : List.of(false, true)) {
        byte[] torn = Arrays.copyOf(Arrays.copyOf(content, end), zeroed ? content.length : end);
        Logs.copy(original, copy);
        Files.write(Logs.segment(copy, 0), torn);
        assertTornTail(copy, lastBatch, torn.length);
        try (EventLog log = Logs.open(copy)) {
          assertThat(told(Logs.readAll(log))).isEqualTo(truth);
          assertThat(log.streamsNeedingAttention()).containsExactly("b");
          var tail =
              new OpenReport.TornTail(Logs.segment(copy, 0), lastBatch, torn.length - lastBatch);
          assertThat(log.openReport().tornTail())
              .isEqualTo(tail.bytes() == 0 ? Optional.empty() : Optional.of(tail));
          assertThat(log.openReport().cleanlyClosed()).isFalse();
          append(log, entry("a", 3));
        }
        try (EventLog log = Logs.open(copy)) {
          assertThat(log.openReport().tornTail()).isEmpty();
          assertThat(log.durableEnd()).isEqualTo(truth.size() + 1);
        }
        Logs.delete(copy);
      }
    }
  }

  private static long addressOf(Path directory, long offset) {
    try (LogScan scan = LogScan.scan(directory)) {
      for (var next = scan.next(); next != null; next = scan.next()) {
        if (next.entry().offset() == offset) {
          return next.entry().address();
        }
      }
      throw new AssertionError("no entry " + offset);
    }
  }

  private static void assertTornTail(Path directory, long position, long length) {
    try (LogScan scan = LogScan.scan(directory)) {
      while (scan.next() != null) {
        assertThat(scan.bytes()).isPositive();
      }
      if (position == length) {
        assertThat(scan.finding()).isEmpty();
      } else {
        assertThat(scan.finding())
            .hasValueSatisfying(
                finding -> {
                  assertThat(finding.kind()).isEqualTo(LogFinding.Kind.TORN_TAIL);
                  assertThat(finding.position()).isEqualTo(position);
                  assertThat(finding.sentence())
                      .contains((length - position) + " bytes after the last whole batch");
                });
      }
    }
  }

  @Test
  void anEmptyLastSegmentIsWhatACrashRightAfterItsCreationLeaves() throws IOException {
    Path directory = temporary.resolve("log");
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1));
    }
    Logs.forgetClosing(directory);
    long end = Files.size(Logs.segment(directory, 0));
    Files.createFile(Logs.segment(directory, end));
    try (EventLog log = Logs.open(directory)) {
      assertThat(log.openReport().segments()).isEqualTo(2);
      append(log, entry("a", 2));
      assertThat(Files.size(Logs.segment(directory, 0))).isEqualTo(end);
    }
    try (EventLog log = Logs.open(directory)) {
      assertThat(Logs.readAll(log)).hasSize(2);
    }
  }

  @Test
  void aCrashWhileTheLogIsMadeLeavesNothingInTheWay() throws IOException {
    Path directory = temporary.resolve("log");
    Logs.open(directory).close();
    Files.delete(directory.resolve("CLOSED"));
    Files.delete(directory.resolve("FORMAT"));
    Files.writeString(directory.resolve("FORMAT.tmp"), "epochal-l");
    Files.writeString(directory.resolve("CLOSED.tmp"), "");
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1));
    }
    assertThat(directory.resolve("CLOSED.tmp")).doesNotExist();
  }

  /** A durable batch, and then one group of three batches of several sectors each. */
  private List<Long> writeAGroup(Path directory) throws IOException {
    var disk = new FaultyFiles();
    List<Long> starts = new ArrayList<>();
    try (EventLog log = EventLog.open(directory, Logs.settings().withFiles(disk))) {
      disk.stall();
      log.append(List.of(entry("first", 1)));
      disk.awaitStalledForce();
      List<CompletableFuture<Appended>> group = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        byte[] payload = new byte[2_000];
        Arrays.fill(payload, (byte) i);
        group.add(
            log.append(List.of(new LogEntry("a", i, false, 1, "", payload))).toCompletableFuture());
      }
      disk.flow();
      group.forEach(CompletableFuture::join);
      assertThat(log.statistics().groups()).isEqualTo(2);
      for (int i = 1; i <= 3; i++) {
        StoredEntry entry = log.readAll(i).next();
        assertThat(entry).isNotNull();
        starts.add(entry.address());
      }
    }
    Logs.forgetClosing(directory);
    return starts;
  }

  @Test
  void aHoleInTheLastGroupIsTornAlthoughLaterBatchesReachedTheDisk() throws IOException {
    Path directory = temporary.resolve("log");
    List<Long> starts = writeAGroup(directory);
    Path segment = Logs.segment(directory, 0);
    byte[] content = Files.readAllBytes(segment);
    Arrays.fill(content, 1_024, 1_536, (byte) 0);
    Files.write(segment, content);
    try (EventLog log = Logs.open(directory)) {
      assertThat(log.openReport().tornTail())
          .hasValue(
              new OpenReport.TornTail(segment, starts.get(0), content.length - starts.get(0)));
      assertThat(log.durableEnd()).isEqualTo(1);
    }
  }

  @Test
  void changedBytesInTheLastGroupAreDamageWhenLaterBatchesAreWhole() throws IOException {
    Path directory = temporary.resolve("log");
    List<Long> starts = writeAGroup(directory);
    Path segment = Logs.segment(directory, 0);
    byte[] content = Files.readAllBytes(segment);
    content[2_500] ^= 1;
    Files.write(segment, content);
    assertThatThrownBy(() -> Logs.open(directory))
        .isInstanceOfSatisfying(
            LogDamagedException.class,
            e -> assertThat(e.finding().position()).isEqualTo(starts.get(1)));
  }

  @Test
  void aHoleInWhatWasDurableIsDamage() throws IOException {
    Path directory = temporary.resolve("log");
    writeAGroup(directory);
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("last", 1));
    }
    Logs.forgetClosing(directory);
    Path segment = Logs.segment(directory, 0);
    byte[] content = Files.readAllBytes(segment);
    Arrays.fill(content, 1_024, 1_536, (byte) 0);
    Files.write(segment, content);
    assertThatThrownBy(() -> Logs.open(directory)).isInstanceOf(LogDamagedException.class);
  }

  @Test
  void aCopyOfTheLogWithinAPayloadIsNotTakenForTheLog() throws IOException {
    Path directory = temporary.resolve("log");
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1));
      append(log, entry("a", 2));
      byte[] copy = Files.readAllBytes(Logs.segment(directory, 0));
      append(log, new LogEntry("backup", 1, false, 1, "", copy));
    }
    Logs.forgetClosing(directory);
    Path segment = Logs.segment(directory, 0);
    byte[] content = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(content, content.length - 1));
    try (EventLog log = Logs.open(directory)) {
      assertThat(log.openReport().tornTail()).isPresent();
      assertThat(log.durableEnd()).isEqualTo(2);
    }
  }
}
