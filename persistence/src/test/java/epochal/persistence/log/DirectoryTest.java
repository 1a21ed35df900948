package epochal.persistence.log;

import static epochal.persistence.log.Logs.append;
import static epochal.persistence.log.Logs.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {
  @TempDir private Path temporary;

  @Test
  void aSecondLogInTheSameProcessIsRefusedAndDoesNotLoosenTheLock() throws Exception {
    Path directory = temporary.resolve("log");
    try (EventLog log = Logs.open(directory)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> Logs.open(directory.resolve("../log")))
            .isInstanceOfSatisfying(
                DirectoryInUseException.class,
                e -> assertThat(e.code()).isEqualTo("DataDirectoryInUse"))
            .hasMessageContaining("this process");
        assertThatThrownBy(() -> LogScan.scan(directory))
            .isInstanceOf(DirectoryInUseException.class);
      }
      try (LogChild child = LogChild.start(directory, LogChild.OPEN)) {
        assertThat(child.line())
            .startsWith("DataDirectoryInUse")
            .contains("in use by process " + ProcessHandle.current().pid());
      }
      append(log, entry("a", 1));
    }
    Logs.open(directory).close();
  }

  @Test
  void aLogOfAnotherProcessIsRefusedUntilThatProcessIsGone() throws Exception {
    Path directory = temporary.resolve("log");
    try (LogChild child = LogChild.start(directory, LogChild.HOLD)) {
      assertThat(child.line()).isEqualTo("open");
      assertThatThrownBy(() -> Logs.open(directory))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("in use by process " + child.pid());
      assertThatThrownBy(() -> LogScan.scan(directory))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("process " + child.pid());
      child.kill();
    }
    Logs.open(directory).close();
  }

  @Test
  void aScanKeepsWritersOutAndChangesNothing() throws Exception {
    Path directory = temporary.resolve("log");
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1));
    }
    try (LogScan scan = LogScan.scan(directory)) {
      assertThat(scan.networkId()).hasValue(Logs.NETWORK);
      assertThatThrownBy(() -> Logs.open(directory)).isInstanceOf(DirectoryInUseException.class);
      try (LogChild child = LogChild.start(directory, LogChild.OPEN)) {
        assertThat(child.line()).startsWith("DataDirectoryInUse");
      }
      assertThat(scan.next()).isNotNull();
      assertThatThrownBy(scan::finding).isInstanceOf(IllegalStateException.class);
      assertThat(scan.next()).isNull();
      assertThat(scan.finding()).isEmpty();
      assertThat(scan.cleanlyClosed()).isTrue();
    }
  }

  @Test
  void aCopyWithoutItsLockIsScanned() throws Exception {
    Path directory = temporary.resolve("log");
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1));
    }
    Files.delete(directory.resolve("LOCK"));
    try (LogScan scan = LogScan.scan(directory)) {
      assertThat(scan.next()).isNotNull();
      assertThat(scan.next()).isNull();
      assertThat(scan.finding()).isEmpty();
    }
    assertThat(directory.resolve("LOCK")).doesNotExist();
  }

  @Test
  void theLogOfAnotherNetworkIsRefused() {
    Path directory = temporary.resolve("log");
    Logs.open(directory).close();
    String other = "f".repeat(64);
    assertThatThrownBy(() -> EventLog.open(directory, LogSettings.of(other)))
        .isInstanceOfSatisfying(
            DirectoryNetworkException.class,
            e -> assertThat(e.code()).isEqualTo("DataDirectoryNetwork"))
        .hasMessageContaining(other)
        .hasMessageContaining(Logs.NETWORK);
    Logs.open(directory).close();
    assertThatIllegalArgumentException().isThrownBy(() -> LogSettings.of("mainnet"));
  }

  @Test
  void aLaterVersionIsRefusedByItsNumber() throws IOException {
    Path directory = temporary.resolve("log");
    Logs.open(directory).close();
    Files.write(
        directory.resolve("FORMAT"),
        SealedText.seal(List.of("epochal-log", "version 12", "something new")));
    assertThatThrownBy(() -> Logs.open(directory))
        .isInstanceOfSatisfying(
            DirectoryVersionException.class,
            e -> assertThat(e.code()).isEqualTo("DataDirectoryVersion"))
        .hasMessageContaining("version 12");
    assertThatThrownBy(() -> LogScan.scan(directory)).isInstanceOf(DirectoryVersionException.class);
  }

  @Test
  void aLogMovedToAnotherNetworksDirectoryIsFound() throws IOException {
    Path ours = temporary.resolve("ours");
    Path theirs = temporary.resolve("theirs");
    try (EventLog log = Logs.open(ours)) {
      append(log, entry("a", 1));
    }
    EventLog.open(theirs, LogSettings.of("f".repeat(64))).close();
    Logs.forgetClosing(theirs);
    Files.delete(Logs.segment(theirs, 0));
    Files.copy(Logs.segment(ours, 0), Logs.segment(theirs, 0));
    assertThatThrownBy(() -> EventLog.open(theirs, LogSettings.of("f".repeat(64))))
        .isInstanceOfSatisfying(
            LogDamagedException.class,
            e -> assertThat(e.finding().kind()).isEqualTo(LogFinding.Kind.CHAIN));
  }

  @Test
  void whatIsNoDirectoryIsRefused() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> Logs.open(file))
        .isInstanceOfSatisfying(
            DirectoryUnusableException.class,
            e -> assertThat(e.code()).isEqualTo("DataDirectoryUnusable"))
        .hasMessageContaining("not a directory");
    assertThatThrownBy(() -> LogScan.scan(temporary.resolve("nowhere")))
        .isInstanceOf(DirectoryUnusableException.class);
    assertThat(temporary.resolve("nowhere")).doesNotExist();
  }
}
