package epochal.persistence.log;

import static epochal.persistence.log.Logs.append;
import static epochal.persistence.log.Logs.entry;
import static epochal.persistence.log.Logs.read;
import static epochal.persistence.log.Logs.readAll;
import static epochal.persistence.log.Logs.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.persistence.backup.Backup;
import epochal.persistence.backup.Restore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index beside the log: used when it is right, made anew when it is not, never believed. */
class SavedIndexTest {
  private static final LogSettings SMALL =
      Logs.settings().withSegmentBytes(2_000).withIndex(new IndexSettings(2, 1 << 20, 16, 1));

  @TempDir private Path temporary;

  /** Goes on for some rounds over ten streams, a segment for every few rounds. */
  private static void write(Path directory, int rounds) {
    try (EventLog log = EventLog.open(directory, SMALL)) {
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 10; i++) {
          String stream = "stream " + i;
          long next = log.highestSequence(stream) + 1;
          append(log, entry(stream, next, (next + i) % 3 == 0));
        }
      }
    }
  }

  private static void assertComplete(EventLog log, int rounds) {
    assertThat(log.durableEnd()).isEqualTo(10L * rounds);
    assertThat(readAll(log)).hasSize(10 * rounds);
    for (int i = 0; i < 10; i++) {
      String stream = "stream " + i;
      assertThat(log.highestSequence(stream)).isEqualTo(rounds);
      assertThat(read(log, stream)).hasSize(rounds);
      assertThat(log.streamsNeedingAttention().contains(stream)).isEqualTo((rounds + i) % 3 == 0);
    }
    assertThat(log.streams()).hasSize(10);
    assertThat(log.highestSequence("unknown")).isZero();
  }

  /** Opens, goes on, and opens again; the index must be in order after that. */
  private static void assertRebuilt(Path directory, int rounds, String reason) {
    try (EventLog log = EventLog.open(directory, SMALL)) {
      IndexUse use = log.openReport().index();
      assertThat(use.kind()).isEqualTo(IndexUse.Kind.REBUILT);
      assertThat(use.reason()).contains(reason);
      assertThat(log.openReport().entriesRead()).isEqualTo(10L * rounds);
      assertComplete(log, rounds);
    }
    write(directory, 1);
    assertUsed(directory, rounds + 1);
  }

  private static void assertUsed(Path directory, int rounds) {
    try (EventLog log = EventLog.open(directory, SMALL)) {
      OpenReport report = log.openReport();
      assertThat(report.index().kind()).as(report.index().reason()).isEqualTo(IndexUse.Kind.USED);
      assertThat(report.entries()).isEqualTo(10L * rounds);
      assertThat(report.batches()).isEqualTo(10L * rounds);
      assertThat(report.entriesRead()).isLessThan(60);
      assertComplete(log, rounds);
    }
  }

  @Test
  void onlyTheTailIsReadAgain() {
    Path directory = temporary.resolve("log");
    write(directory, 100);
    assertUsed(directory, 100);
    write(directory, 100);
    assertUsed(directory, 200);
  }

  @Test
  void afterAKillItIsUsedToo() throws IOException {
    Path directory = temporary.resolve("log");
    write(directory, 30);
    Logs.forgetClosing(directory);
    assertUsed(directory, 30);
  }

  @Test
  void aLogOfOneSegmentHasNone() {
    Path directory = temporary.resolve("log");
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1));
    }
    assertThat(directory.resolve("index")).doesNotExist();
    try (EventLog log = Logs.open(directory)) {
      assertThat(log.openReport().index()).isEqualTo(IndexUse.notNeeded());
    }
  }

  @Test
  void aBackupHasNoneAndItsRestorationMakesIt() throws IOException {
    Path directory = temporary.resolve("log");
    write(directory, 30);
    Path backup = temporary.resolve("backup");
    Path restored = temporary.resolve("restored");
    Backup.make(directory, backup);
    Restore.make(backup, restored);
    for (Path copy : List.of(backup, restored)) {
      try (var all = Files.walk(copy)) {
        assertThat(all.filter(file -> file.toString().contains("index"))).isEmpty();
      }
    }
    assertRebuilt(restored, 30, "there was none");
  }

  @Test
  void deletingItIsSafe() throws IOException {
    Path directory = temporary.resolve("log");
    write(directory, 30);
    Logs.delete(directory.resolve("index"));
    assertRebuilt(directory, 30, "there was none");
  }

  @Test
  void deletingItsFilesOneByOneIsSafe() throws IOException {
    Path directory = temporary.resolve("log");
    write(directory, 30);
    for (Path file : files(directory.resolve("index"))) {
      Path copy = temporary.resolve("without " + file.getFileName());
      Logs.copy(directory, copy);
      Files.delete(copy.resolve("index").resolve(file.getFileName()));
      try (EventLog log = EventLog.open(copy, SMALL)) {
        assertComplete(log, 30);
      }
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void garbageInItsFilesIsNotBelieved() throws IOException {
    Path directory = temporary.resolve("log");
    write(directory, 30);
    var random = new Random(3);
    int rebuilt = 0;
    for (Path file : files(directory.resolve("index"))) {
      Path copy = temporary.resolve("garbage in " + file.getFileName());
      Logs.copy(directory, copy);
      byte[] content = Files.readAllBytes(file);
      for (int i = 0; i < content.length; i += 50) {
        content[i] = (byte) random.nextInt();
      }
      Files.write(copy.resolve("index").resolve(file.getFileName()), content);
      try (EventLog log = EventLog.open(copy, SMALL)) {
        rebuilt += log.openReport().index().kind() == IndexUse.Kind.REBUILT ? 1 : 0;
        assertComplete(log, 30);
      }
      write(copy, 1);
      assertUsed(copy, 31);
    }
    assertThat(rebuilt).isGreaterThan(2);
  }

  /** In a table with many blocks a bad one is found when it is read and not before. */
  @Test
  void oneThatTurnsOutUnreadableStopsTheLogAndIsMadeAnew() throws IOException {
    Path directory = temporary.resolve("log");
    LogSettings settings = SMALL.withSegmentBytes(20_000);
    int streams = 3_000;
    try (EventLog log = EventLog.open(directory, settings)) {
      for (int i = 0; i < streams; i += 10) {
        LogEntry[] batch = new LogEntry[10];
        for (int k = 0; k < 10; k++) {
          batch[k] = entry("stream " + (i + k), 1);
        }
        append(log, batch);
      }
    }
    for (Path file : files(directory.resolve("index"))) {
      if (file.toString().endsWith(".sst")) {
        byte[] content = Files.readAllBytes(file);
        content[20] ^= 1;
        Files.write(file, content);
      }
    }
    try (EventLog log = EventLog.open(directory, settings)) {
      assertThat(log.openReport().index().kind()).isEqualTo(IndexUse.Kind.USED);
      assertThat(log.highestSequence("stream 2999")).isEqualTo(1);
      assertThat(log.trouble()).isEmpty();
      assertThatThrownBy(() -> log.highestSequence("stream 0"))
          .isInstanceOf(LogFailedException.class)
          .hasMessageContaining("index")
          .hasMessageContaining("next start");
      assertThat(log.trouble()).containsInstanceOf(LogFailedException.class);
      assertThatThrownBy(() -> append(log, entry("stream 2999", 2)))
          .isInstanceOf(LogFailedException.class);
    }
    try (EventLog log = EventLog.open(directory, settings)) {
      assertThat(log.openReport().index().kind()).isEqualTo(IndexUse.Kind.REBUILT);
      assertThat(log.highestSequence("stream 0")).isEqualTo(1);
      append(log, entry("stream 0", 2));
    }
  }

  @Test
  void oneThatIsBehindIsUsedAndCatchesUp() throws IOException {
    Path directory = temporary.resolve("log");
    write(directory, 30);
    Path old = temporary.resolve("old");
    Logs.copy(directory.resolve("index"), old);
    write(directory, 30);
    Logs.delete(directory.resolve("index"));
    Logs.copy(old, directory.resolve("index"));
    try (EventLog log = EventLog.open(directory, SMALL)) {
      assertThat(log.openReport().index().kind()).isEqualTo(IndexUse.Kind.USED);
      assertThat(log.openReport().entriesRead()).isBetween(300L, 360L);
      assertComplete(log, 60);
    }
    assertUsed(directory, 60);
  }

  @Test
  void oneThatIsAheadOfALogRestoredFromAnOlderCopyIsMadeAnew() throws IOException {
    Path directory = temporary.resolve("log");
    write(directory, 30);
    Path older = temporary.resolve("older");
    Logs.copy(directory, older);
    Logs.delete(older.resolve("index"));
    write(directory, 30);
    Logs.copy(directory.resolve("index"), older.resolve("index"));
    assertRebuilt(older, 30, "no segment ends");
  }

  /** Two logs that have the same boundaries and the same streams, but not the same entries. */
  @Test
  void oneOfAnotherLogIsMadeAnew() throws IOException {
    Path ours = temporary.resolve("ours");
    Path theirs = temporary.resolve("theirs");
    for (Path directory : List.of(ours, theirs)) {
      try (EventLog log = EventLog.open(directory, SMALL)) {
        for (int i = 1; i <= 300; i++) {
          byte[] payload = {(byte) (directory == ours ? 1 : 2)};
          append(log, new LogEntry("stream " + i % 10, (i + 9) / 10, false, 1, "m", payload));
        }
      }
    }
    assertThat(files(ours.resolve("segments")).stream().map(Path::getFileName).toList())
        .isEqualTo(files(theirs.resolve("segments")).stream().map(Path::getFileName).toList());
    Logs.delete(ours.resolve("index"));
    Logs.copy(theirs.resolve("index"), ours.resolve("index"));
    try (EventLog log = EventLog.open(ours, SMALL)) {
      assertThat(log.openReport().index().kind()).isEqualTo(IndexUse.Kind.REBUILT);
      assertThat(log.openReport().index().reason()).contains("another log");
      assertThat(readAll(log)).hasSize(300).allMatch(entry -> entry.payload()[0] == 1);
    }
  }

  @Test
  void aLockedOrUnusableDirectoryIsSaidPlainly() throws IOException {
    Path directory = temporary.resolve("log");
    write(directory, 30);
    List<String> truth;
    try (EventLog log = EventLog.open(directory, SMALL)) {
      truth = told(readAll(log));
    }
    Path index = directory.resolve("index");
    Path lock = index.resolve("LOCK");
    try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> EventLog.open(directory, SMALL))
          .isInstanceOfSatisfying(
              DirectoryInUseException.class,
              e -> assertThat(e.code()).isEqualTo("DataDirectoryInUse"));
    }
    Logs.delete(index);
    Files.createFile(index);
    assertThatThrownBy(() -> EventLog.open(directory, SMALL))
        .isInstanceOfSatisfying(
            DirectoryUnusableException.class,
            e -> assertThat(e.code()).isEqualTo("DataDirectoryUnusable"));
    Files.delete(index);
    try (EventLog log = EventLog.open(directory, SMALL)) {
      assertThat(told(readAll(log))).isEqualTo(truth);
    }
  }

  @Test
  void streamsBeyondTheCacheAreForgottenAndFoundAgain() {
    Path directory = temporary.resolve("log");
    int streams = 3_000;
    LogSettings settings =
        Logs.settings().withSegmentBytes(20_000).withIndex(new IndexSettings(100, 1 << 20, 16, 1));
    try (EventLog log = EventLog.open(directory, settings)) {
      for (int round = 1; round <= 2; round++) {
        for (int i = 0; i < streams; i += 10) {
          LogEntry[] batch = new LogEntry[10];
          for (int k = 0; k < 10; k++) {
            batch[k] = entry("stream " + (i + k), round);
          }
          append(log, batch);
        }
      }
      // One segment holds less than 500 streams, and at most a few wait to be indexed.
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (log.streamsInMemory() > 600) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.onSpinWait();
      }
      for (int i = 0; i < streams; i++) {
        assertThat(log.highestSequence("stream " + i)).isEqualTo(2);
      }
      assertThat(log.streamsInMemory()).isLessThan(700);
      assertThatThrownBy(() -> append(log, entry("stream 7", 2)))
          .isInstanceOf(SequenceConflictException.class);
      append(log, entry("stream 7", 3));
      assertThat(read(log, "stream 7")).hasSize(3);
    }
    try (EventLog log = EventLog.open(directory, settings)) {
      assertThat(log.streamsInMemory()).isLessThan(700);
      for (int i = 0; i < streams; i++) {
        assertThat(read(log, "stream " + i)).hasSize(i == 7 ? 3 : 2);
      }
      assertThat(log.streamsInMemory()).isLessThan(700);
      assertThat(log.streams()).hasSize(streams);
    }
  }
}
