package epochal.persistence.log;

import static epochal.persistence.log.Logs.append;
import static epochal.persistence.log.Logs.entry;
import static epochal.persistence.log.Logs.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFaultTest {
  @TempDir private Path directory;
  private final FaultyFiles disk = new FaultyFiles();

  private EventLog open() {
    return EventLog.open(directory, Logs.settings().withFiles(disk));
  }

  @Test
  void aFullDiskRefusesUntilThereIsRoomAndHarmsNothing() throws IOException {
    Path segment = Logs.segment(directory, 0);
    for (int room = 0; room < 70; room += 3) {
      long sequence;
      try (EventLog log = open()) {
        append(log, entry("a", log.highestSequence("a") + 1));
        sequence = log.highestSequence("a");
        long before = Files.size(segment);
        disk.roomInBytes = room;
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(
                  () -> append(log, entry("a", sequence + 1, true), entry("new", 1), entry("b", 1)))
              .isInstanceOfSatisfying(
                  LogFullException.class, e -> assertThat(e.code()).isEqualTo("DiskFull"))
              .hasMessageContaining("Free some space");
          assertThat(Files.size(segment)).isEqualTo(before);
          assertThat(log.highestSequence("a")).isEqualTo(sequence);
          assertThat(log.streams()).containsExactly("a");
          assertThat(log.streamsNeedingAttention()).isEmpty();
        }
        disk.roomInBytes = Long.MAX_VALUE;
        append(log, entry("a", sequence + 1));
      }
      try (EventLog log = open()) {
        assertThat(log.openReport().tornTail()).isEmpty();
        assertThat(Logs.read(log, "a")).hasSize((int) sequence + 1);
      }
    }
  }

  @Test
  void aWholeGroupIsRefusedWhenThereIsNoRoomForAllOfIt() {
    try (EventLog log = open()) {
      disk.stall();
      log.append(List.of(entry("first", 1)));
      disk.awaitStalledForce();
      List<CompletableFuture<Appended>> group = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        group.add(log.append(List.of(entry("a", i))).toCompletableFuture());
      }
      disk.roomInBytes = 200;
      disk.flow();
      for (var one : group) {
        assertThatThrownBy(one::join).hasCauseInstanceOf(LogFullException.class);
      }
      disk.roomInBytes = Long.MAX_VALUE;
      assertThat(append(log, entry("a", 1))).isEqualTo(new Appended(1, 1));
      assertThat(told(Logs.readAll(log))).hasSize(2);
    }
  }

  @Test
  void noRoomForANewSegmentIsAFullDiskToo() {
    LogSettings settings = Logs.settings().withFiles(disk).withSegmentBytes(10);
    try (EventLog log = EventLog.open(directory, settings)) {
      append(log, entry("a", 1));
      disk.onOpen = new FileSystemException("segment", null, "No space left on device");
      assertThatThrownBy(() -> append(log, entry("a", 2))).isInstanceOf(LogFullException.class);
      disk.onOpen = null;
      append(log, entry("a", 2));
      assertThat(Logs.read(log, "a")).hasSize(2);
    }
  }

  @Test
  void afterAFailedFsyncTheLogStopsForGood() {
    EventLog log = open();
    append(log, entry("a", 1));
    disk.onForce = new IOException("Input/output error");
    assertThatThrownBy(() -> append(log, entry("a", 2)))
        .isInstanceOfSatisfying(
            LogFailedException.class, e -> assertThat(e.code()).isEqualTo("LogFailed"))
        .hasMessageContaining("restart");
    disk.onForce = null;
    assertThatThrownBy(() -> append(log, entry("a", 2))).isInstanceOf(LogFailedException.class);
    assertThat(log.highestSequence("a")).isEqualTo(1);
    assertThat(Logs.readAll(log)).hasSize(1);
    log.close();
    assertThat(directory.resolve("CLOSED")).doesNotExist();

    // This disk kept what it could not promise, so that the restarted log has it.
    try (EventLog again = open()) {
      assertThat(again.openReport().cleanlyClosed()).isFalse();
      assertThat(again.highestSequence("a")).isEqualTo(2);
      append(again, entry("a", 3));
    }
  }

  @Test
  void afterAFailedWriteTheLogStopsForGood() {
    try (EventLog log = open()) {
      append(log, entry("a", 1));
      disk.onWrite = new IOException("Input/output error");
      assertThatThrownBy(() -> append(log, entry("a", 2))).isInstanceOf(LogFailedException.class);
      disk.onWrite = null;
      assertThatThrownBy(() -> append(log, entry("a", 2))).isInstanceOf(LogFailedException.class);
    }
  }

  @Test
  void aFullDiskThatCannotBeCutBackStopsTheLog() {
    try (EventLog log = open()) {
      append(log, entry("a", 1));
      disk.roomInBytes = 10;
      disk.onTruncate = new IOException("Input/output error");
      assertThatThrownBy(() -> append(log, entry("a", 2))).isInstanceOf(LogFailedException.class);
      disk.onTruncate = null;
      disk.roomInBytes = Long.MAX_VALUE;
      assertThatThrownBy(() -> append(log, entry("a", 2))).isInstanceOf(LogFailedException.class);
    }
    try (EventLog log = open()) {
      assertThat(log.openReport().tornTail())
          .hasValueSatisfying(t -> assertThat(t.bytes()).isEqualTo(10));
      append(log, entry("a", 2));
    }
  }

  @Test
  void whatMayNotBeWrittenIsSaidPlainly() {
    disk.onOpen = new AccessDeniedException("segment");
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            DirectoryPermissionException.class,
            e -> assertThat(e.code()).isEqualTo("DataDirectoryPermission"));
    disk.onOpen = new FileSystemException("segment", null, "Read-only file system");
    assertThatThrownBy(this::open).isInstanceOf(DirectoryPermissionException.class);
    disk.onOpen = null;
    open().close();
  }
}
