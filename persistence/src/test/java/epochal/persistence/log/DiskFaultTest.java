package epochal.persistence.log;

import static epochal.persistence.log.Logs.append;
import static epochal.persistence.log.Logs.entry;
import static epochal.persistence.log.Logs.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** A segment names a stream once; what was cut back has not named it. */
  @Test
  void aStreamWhoseNameFoundNoRoomIsNamedAgain() {
    List<String> truth;
    try (EventLog log = open()) {
      append(log, entry("a", 1));
      disk.roomInBytes = 10;
      assertThatThrownBy(() -> append(log, entry("b", 1))).isInstanceOf(LogFullException.class);
      assertThatThrownBy(() -> append(log, entry("c", 1))).isInstanceOf(LogFullException.class);
      disk.roomInBytes = Long.MAX_VALUE;
      append(log, entry("c", 1));
      append(log, entry("a", 2));
      append(log, entry("b", 1));
      append(log, entry("c", 2));
      append(log, entry("b", 2));
      truth = told(Logs.readAll(log));
      assertThat(truth)
          .containsExactly(
              "0 a/1 false 17 said a says 1",
              "1 c/1 false 17 said c says 1",
              "2 a/2 false 17 said a says 2",
              "3 b/1 false 17 said b says 1",
              "4 c/2 false 17 said c says 2",
              "5 b/2 false 17 said b says 2");
    }
    try (EventLog log = open()) {
      assertThat(told(Logs.readAll(log))).isEqualTo(truth);
      append(log, entry("b", 3));
      assertThat(told(Logs.read(log, "b")))
          .hasSize(3)
          .last()
          .isEqualTo("6 b/3 false 17 said b says 3");
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
      disk.roomInBytes = 100;
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
  void writingStopsBeforeTheDiskIsFullAndGoesOnByItself() throws IOException {
    LogSettings settings = Logs.settings().withFiles(disk).withMinFreeBytes(1_000);
    Path segment = Logs.segment(directory, 0);
    try (EventLog log = EventLog.open(directory, settings)) {
      append(log, entry("a", 1));
      long before = Files.size(segment);
      long frame = before;
      disk.usableBytes = 1_000 + frame - 1;
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> append(log, entry("a", 2)))
            .isInstanceOfSatisfying(
                LogFullException.class, e -> assertThat(e.code()).isEqualTo("DiskFull"))
            .hasMessageContaining("1000 are kept free");
        assertThat(log.trouble()).containsInstanceOf(LogFullException.class);
      }
      assertThat(log.shortage(frame)).isPresent();
      assertThat(Files.size(segment)).as("nothing was begun").isEqualTo(before);
      disk.usableBytes = 1_000 + 2 * frame;
      assertThat(log.shortage(frame)).isEmpty();
      append(log, entry("a", 2));
      assertThat(log.trouble()).isEmpty();
    }
    try (EventLog log = open()) {
      assertThat(Logs.read(log, "a")).hasSize(2);
    }
  }

  /** A little that finds room on a full disk is no reason to tell that there is room. */
  @Test
  void aMonitorIsToldOnceThatTheDiskIsFullAndOnceThatThereIsRoom() {
    List<String> told = new CopyOnWriteArrayList<>();
    LogEntry much = new LogEntry("much", 1, false, 17, "", new byte[500]);
    try (EventLog log = open()) {
      log.addMonitor(
          new LogMonitor() {
            @Override
            public void full(LogFullException reason) {
              told.add(reason.code());
            }

            @Override
            public void roomAgain() {
              told.add("room");
            }
          });
      append(log, entry("a", 1));
      assertThat(told).isEmpty();
      disk.roomInBytes = 400;
      for (int i = 2; i < 5; i++) {
        assertThatThrownBy(() -> append(log, much)).isInstanceOf(LogFullException.class);
        append(log, entry("a", i));
        disk.roomInBytes = 400;
      }
      disk.roomInBytes = Long.MAX_VALUE;
      append(log, much);
      append(log, entry("a", 5));
    }
    assertThat(told).containsExactly("DiskFull", "room");
  }

  @Test
  void theRealDiskIsAsked() {
    LogSettings settings = Logs.settings().withMinFreeBytes(Long.MAX_VALUE / 2);
    try (EventLog log = EventLog.open(directory, settings)) {
      assertThatThrownBy(() -> append(log, entry("a", 1))).isInstanceOf(LogFullException.class);
    }
    try (EventLog log = EventLog.open(directory, Logs.settings().withMinFreeBytes(1))) {
      append(log, entry("a", 1));
    }
  }

  @Test
  void aReadOnlyFileSystemIsSaidPlainly() {
    // The one that every Java runtime has.
    Path readOnly = Path.of(URI.create("jrt:/modules/java.base"));
    assertThatThrownBy(() -> EventLog.open(readOnly, Logs.settings()))
        .isInstanceOfSatisfying(
            DirectoryPermissionException.class,
            e -> assertThat(e.code()).isEqualTo("DataDirectoryPermission"))
        .hasMessageContaining("mounted for writing");
    assertThatThrownBy(() -> EventLog.open(readOnly.resolve("new"), Logs.settings()))
        .isInstanceOf(DirectoryPermissionException.class);
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
  void aSegmentThatFoundNoRoomLeavesNothingThatContradictsAnOrderlyEnd() {
    LogSettings settings = Logs.settings().withFiles(disk).withSegmentBytes(10);
    try (EventLog log = EventLog.open(directory, settings)) {
      append(log, entry("a", 1));
      disk.truncateFailsOnce = true;
      disk.onTruncate = new FileSystemException("segment", null, "No space left on device");
      assertThatThrownBy(() -> append(log, entry("a", 2))).isInstanceOf(LogFullException.class);
    }
    try (EventLog log = EventLog.open(directory, settings)) {
      assertThat(log.openReport().cleanlyClosed()).isTrue();
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
