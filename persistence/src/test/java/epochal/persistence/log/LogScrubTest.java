package epochal.persistence.log;

import static epochal.persistence.log.Logs.append;
import static epochal.persistence.log.Logs.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an opening did not read is verified afterwards, and damage there is found all the same. */
class LogScrubTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final LogSettings SMALL = Logs.settings().withSegmentBytes(300);

  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void writeALog() {
    directory = temporary.resolve("log");
    try (EventLog log = EventLog.open(directory, SMALL)) {
      for (int i = 1; i <= 20; i++) {
        append(log, entry("a", i), entry("b", i));
      }
    }
  }

  private List<Path> segments() throws IOException {
    try (var files = Files.list(directory.resolve("segments"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void aWholeLogIsFoundWhole() throws Exception {
    try (EventLog log = EventLog.open(directory, SMALL)) {
      assertThat(log.openReport().index().kind()).isEqualTo(IndexUse.Kind.USED);
      assertThat(log.awaitVerified(MINUTE)).isTrue();
      assertThat(log.trouble()).isEmpty();
      append(log, entry("a", 21));
    }
  }

  /** Bytes all over every segment that is not read at opening. */
  @Test
  void damageIsFoundInTheBackgroundStopsTheLogAndIsRefusedFromThenOn() throws Exception {
    List<Path> unread = segments().subList(0, segments().size() - 1);
    assertThat(unread).hasSizeGreaterThan(2);
    for (Path segment : unread) {
      byte[] content = Files.readAllBytes(segment);
      // The last frame of the last indexed segment is looked at when the log is opened.
      int end = segment.equals(unread.getLast()) ? content.length / 2 : content.length;
      for (int at = 0; at < end; at += 19) {
        byte[] damaged = content.clone();
        damaged[at] ^= 0x10;
        Files.write(segment, damaged);
        assertFoundAndRefused(segment, at);
        Files.write(segment, content);
        EventLog.open(directory, SMALL).close();
      }
    }
  }

  private void assertFoundAndRefused(Path segment, int at) throws InterruptedException {
    String what = "%s, byte %d".formatted(segment, at);
    LogFinding found;
    try (EventLog log = EventLog.open(directory, SMALL)) {
      assertThat(log.awaitVerified(MINUTE)).as(what).isFalse();
      assertThat(log.trouble())
          .hasValueSatisfying(
              trouble -> {
                assertThat(trouble.code()).isEqualTo("DataDirectoryDamaged");
                assertThat(trouble).isInstanceOf(LogDamagedException.class);
              });
      found = ((LogDamagedException) log.trouble().orElseThrow()).finding();
      assertThat(found.file()).as(what).isEqualTo(segment);
      assertThat(found.position()).as(what).isLessThanOrEqualTo(at);
      assertThatThrownBy(() -> append(log, entry("a", 21))).isInstanceOf(LogDamagedException.class);
    }
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> EventLog.open(directory, SMALL))
          .isInstanceOfSatisfying(
              LogDamagedException.class, e -> assertThat(e.finding()).isEqualTo(found));
    }
  }

  @Test
  void atOpenFindsItBeforeTheLogIsOpen() throws IOException {
    Path segment = segments().getFirst();
    byte[] content = Files.readAllBytes(segment);
    content[30] ^= 1;
    Files.write(segment, content);
    assertThatThrownBy(() -> Logs.openVerified(directory))
        .isInstanceOfSatisfying(
            LogDamagedException.class, e -> assertThat(e.finding().file()).isEqualTo(segment));
    content[30] ^= 1;
    Files.write(segment, content);
    try (EventLog log = Logs.openVerified(directory)) {
      assertThat(log.openReport().index().kind()).isEqualTo(IndexUse.Kind.USED);
    }
  }

  @Test
  void aSegmentThatIsMissingIsFoundAtOnce() throws IOException {
    Files.delete(segments().get(1));
    assertThatThrownBy(() -> EventLog.open(directory, SMALL))
        .isInstanceOf(LogDamagedException.class);
  }

  @Test
  void closingDoesNotWaitForIt() throws Exception {
    Path large = temporary.resolve("large");
    LogSettings slow =
        Logs.settings()
            .withSegmentBytes(1 << 20)
            .withVerification(new LogVerification.InBackground(Duration.ZERO, 1));
    try (EventLog log = EventLog.open(large, slow)) {
      for (int i = 1; i <= 4; i++) {
        append(log, new LogEntry("a", i, false, 1, "m", new byte[1_200_000]));
      }
    }
    try (EventLog log = EventLog.open(large, slow)) {
      assertThat(log.awaitVerified(Duration.ofMillis(1))).isFalse();
      assertThat(log.trouble()).isEmpty();
    }
    try (EventLog log =
        EventLog.open(
            large,
            slow.withVerification(new LogVerification.InBackground(Duration.ZERO, 1L << 40)))) {
      assertThat(log.openReport().index().kind()).isEqualTo(IndexUse.Kind.USED);
      assertThat(log.awaitVerified(MINUTE)).isTrue();
    }
  }

  @Test
  void itWaitsUntilItsTime() throws Exception {
    LogSettings late =
        SMALL.withVerification(new LogVerification.InBackground(Duration.ofDays(1), 1L << 40));
    Files.write(
        segments().getFirst(), new byte[Math.toIntExact(Files.size(segments().getFirst()))]);
    try (EventLog log = EventLog.open(directory, late)) {
      assertThat(log.awaitVerified(Duration.ofMillis(300))).isFalse();
      assertThat(log.trouble()).isEmpty();
    }
    try (EventLog log = EventLog.open(directory, SMALL)) {
      assertThat(log.awaitVerified(MINUTE)).isFalse();
      assertThat(log.trouble()).isPresent();
    }
  }
}
