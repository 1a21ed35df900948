package epochal.persistence.backup;

import static epochal.persistence.log.Logs.append;
import static epochal.persistence.log.Logs.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.persistence.log.DeletionMarks;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogDamagedException;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogSettings;
import epochal.persistence.log.Logs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final LogSettings SMALL = Logs.settings().withSegmentBytes(1_000);

  @TempDir private Path temporary;
  private Path data;
  private Path to;

  @BeforeEach
  void name() {
    data = temporary.resolve("data");
    to = temporary.resolve("backup");
  }

  private static void write(EventLog log, String stream, int count) {
    for (int i = 0; i < count; i++) {
      append(log, entry(stream, log.highestSequence(stream) + 1));
    }
  }

  private void write(int count) {
    try (EventLog log = EventLog.open(data, SMALL)) {
      write(log, "a", count);
    }
  }

  private static List<String> told(Path directory) {
    try (EventLog log = EventLog.open(directory, SMALL)) {
      return Logs.told(Logs.readAll(log));
    }
  }

  private Path restored(String name) {
    Path directory = temporary.resolve(name);
    Restore.make(to, directory);
    return directory;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void assertRefused(String code, String... saying) {
    assertThatThrownBy(() -> Backup.make(data, to))
        .isInstanceOfSatisfying(BackupException.class, e -> assertThat(e.code()).isEqualTo(code))
        .message()
        .contains(saying);
  }

  private void assertNotRestored(String code, String... saying) {
    Path target = temporary.resolve("not-restored");
    assertThatThrownBy(() -> Restore.make(to, target))
        .isInstanceOfSatisfying(BackupException.class, e -> assertThat(e.code()).isEqualTo(code))
        .message()
        .contains(saying);
    assertThat(target).doesNotExist();
  }

  @Test
  void whatIsRestoredIsTheSameLogAndGoesOn() {
    List<String> entries;
    try (EventLog log = EventLog.open(data, SMALL)) {
      write(log, "a", 100);
      write(log, "b", 3);
      BackupReport report = Backup.make(data, to);
      assertThat(report.entries()).isEqualTo(103);
      assertThat(report.networkId()).isEqualTo(Logs.NETWORK);
      entries = Logs.told(Logs.readAll(log));
      write(log, "a", 1);
    }
    Path copy = restored("copy");
    assertThat(copy.resolve("CLOSED")).isRegularFile();
    try (EventLog log = EventLog.open(copy, SMALL)) {
      assertThat(log.openReport().cleanlyClosed()).isTrue();
      assertThat(Logs.told(Logs.readAll(log))).isEqualTo(entries);
      write(log, "b", 1);
      assertThat(log.highestSequence("b")).isEqualTo(4);
    }
  }

  @Test
  void theNextBackupCopiesOnlyWhatIsNew() throws IOException {
    write(200);
    BackupReport first = Backup.make(data, to);
    assertThat(first.copiedFiles()).isEqualTo(first.files()).isGreaterThan(8);
    assertThat(first.copiedBytes()).isEqualTo(first.bytes());
    write(5);
    BackupReport second = Backup.make(data, to);

    assertThat(second.entries()).isEqualTo(205);
    assertThat(second.copiedFiles()).isBetween(2L, 3L);
    assertThat(second.copiedBytes()).isLessThan(2_500);
    assertThat(second.sha256()).isNotEqualTo(first.sha256());
    assertThat(files(to.resolve("files"))).hasSize((int) second.files());
    assertThat(told(restored("copy"))).isEqualTo(told(data)).hasSize(205);
  }

  @Test
  void anEmptyLogCanBeBackedUp() {
    EventLog.open(data, SMALL).close();
    assertThat(Backup.make(data, to).entries()).isZero();
    write(3);
    assertThat(Backup.make(data, to).entries()).isEqualTo(3);
    assertThat(told(restored("copy"))).hasSize(3);
  }

  @Test
  void deletionMarksAreInIt() throws IOException {
    write(10);
    try (DeletionMarks marks = DeletionMarks.open(data)) {
      marks.delete("a", 4);
    }
    Backup.make(data, to);
    try (DeletionMarks marks = DeletionMarks.open(restored("copy"))) {
      assertThat(marks.deletedTo("a")).isEqualTo(4);
    }
  }

  @Test
  void snapshotsAndLocksAreNot() throws IOException {
    write(10);
    Files.createDirectories(data.resolve("snapshots"));
    Files.writeString(data.resolve("snapshots/x"), "derived");
    Backup.make(data, to);
    assertThat(restored("copy").toFile().list())
        .containsExactlyInAnyOrder("FORMAT", "CLOSED", "segments");
  }

  @Test
  void aBatchThatIsBeingWrittenIsLeftOut() throws IOException {
    write(20);
    List<String> entries = told(data);
    Logs.forgetClosing(data);
    Path last = files(data.resolve("segments")).getLast();
    byte[] content = Files.readAllBytes(last);
    byte[] begun = Arrays.copyOf(content, Math.min(30, content.length));
    Files.write(last, begun, StandardOpenOption.APPEND);

    assertThat(Backup.make(data, to).entries()).isEqualTo(20);
    assertThat(last).as("the original is as it was").hasSize(content.length + begun.length);
    assertThat(told(restored("copy"))).isEqualTo(entries);
  }

  /** Files are added, and the last one grows, between any two steps of the backups. */
  @Test
  void everyBackupOfALogThatIsWrittenIsSound() throws Exception {
    var stop = new AtomicBoolean();
    try (EventLog log = EventLog.open(data, SMALL)) {
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!stop.get()) {
                      log.append(List.of(entry("w", log.highestSequence("w") + 1)))
                          .toCompletableFuture()
                          .join();
                    }
                  });
      try {
        for (int i = 0; i < 8; i++) {
          Logs.awaitBeyond(log, log.durableEnd());
          long durable = log.durableEnd();
          assertThat(Backup.make(data, to).entries()).isGreaterThanOrEqualTo(durable);
          Path copy = restored("copy-" + i);
          assertThat(told(copy)).hasSizeGreaterThanOrEqualTo((int) durable);
        }
      } finally {
        stop.set(true);
        writer.join();
      }
    }
  }

  @Test
  void aDamagedLogNeverReplacesAGoodBackup() throws IOException {
    write(100);
    Backup.make(data, to);
    byte[] manifest = Files.readAllBytes(to.resolve("MANIFEST"));
    List<String> entries = told(restored("before"));
    write(100);
    Path segment = files(data.resolve("segments")).get(5);
    byte[] content = Files.readAllBytes(segment);
    content[content.length / 2] ^= 1;
    Files.write(segment, content);

    assertThatThrownBy(() -> Backup.make(data, to))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining(segment.toString());
    assertThat(to.resolve("MANIFEST")).hasBinaryContent(manifest);
    assertThat(told(restored("after"))).isEqualTo(entries);
  }

  @Test
  void aLogThatHasLostItsEndNeverReplacesAGoodBackup() throws IOException {
    write(50);
    Path earlier = temporary.resolve("earlier");
    Logs.copy(data, earlier);
    write(100);
    Backup.make(data, to);

    Path now = data;
    data = earlier;
    assertRefused("BackupDiverges", "that holds 150 entries, and the log 50");
    // and one that went on from there differently
    try (EventLog log = EventLog.open(data, SMALL)) {
      write(log, "other", 300);
    }
    assertRefused("BackupDiverges", "was left as it is", "Name another directory");
    assertThat(told(restored("copy"))).isEqualTo(told(now)).hasSize(150);
  }

  @Test
  void anEndThatClosedNamesMustBeThere() throws IOException {
    write(20);
    Path last = files(data.resolve("segments")).getLast();
    try (FileChannel file = FileChannel.open(last, StandardOpenOption.WRITE)) {
      file.truncate(0);
    }
    assertThatThrownBy(() -> Backup.make(data, to))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("CLOSED says");
    assertNotRestored("BackupMissing", "no finished backup");
  }

  @Test
  void aTargetThatIsSomethingElseIsRefused() throws IOException {
    write(3);
    Files.createDirectories(to);
    Files.writeString(to.resolve("thesis.txt"), "All my work.");
    assertRefused("BackupTargetUnusable", "thesis.txt");
    assertThat(to.toFile().list()).containsExactly("thesis.txt");

    to = to.resolve("thesis.txt");
    assertRefused("BackupTargetUnusable", "not a directory");
    to = data.resolve("segments/backup");
    assertRefused("BackupTargetUnusable", "in the data directory");
    to = data;
    assertRefused("BackupTargetUnusable", "in the data directory");

    to = temporary.resolve("other");
    try (EventLog log =
        EventLog.open(temporary.resolve("other-data"), LogSettings.of("f".repeat(64)))) {
      append(log, entry("a", 1));
      Backup.make(log.path(), to);
    }
    assertRefused("BackupOtherNetwork", "f".repeat(64), Logs.NETWORK);
  }

  @Test
  void aSourceThatIsNoDataDirectoryIsRefused() throws IOException {
    for (Path source : List.of(data, Files.createDirectory(temporary.resolve("empty")))) {
      assertThatThrownBy(() -> Backup.make(source, to))
          .isInstanceOfSatisfying(
              LogException.class,
              e -> assertThat(e.code()).matches("DataDirectory(Unusable|Damaged)"));
      assertThat(to).doesNotExist();
    }
  }

  @Test
  void oneAtATime() throws IOException {
    write(3);
    Backup.make(data, to);
    try (FileChannel lock =
        FileChannel.open(to.resolve("LOCK"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(lock.tryLock()).isNotNull();
      assertRefused("BackupInUse", "try again");
      assertNotRestored("BackupInUse", "try again");
    }
    Backup.make(data, to);
  }

  @Test
  void aHalfMadeBackupIsNone() throws IOException {
    write(30);
    Backup.make(data, to);
    Files.delete(to.resolve("MANIFEST"));
    Files.writeString(to.resolve("MANIFEST.tmp"), "epochal-backup\n");
    Files.writeString(to.resolve("files/copying.tmp"), "begun");
    assertNotRestored("BackupMissing", "no finished backup");

    BackupReport report = Backup.make(data, to);
    assertThat(files(to.resolve("files"))).hasSize((int) report.files());
    assertThat(to.resolve("MANIFEST.tmp")).doesNotExist();
    assertThat(told(restored("copy"))).hasSize(30);
  }

  @Test
  void oneWrongByteInAnyFileIsFoundAndNamed() throws IOException {
    write(60);
    try (DeletionMarks marks = DeletionMarks.open(data)) {
      marks.delete("a", 4);
    }
    Backup.make(data, to);
    List<Path> stored = files(to.resolve("files"));
    assertThat(stored).hasSizeGreaterThan(5);
    for (Path file : stored) {
      byte[] content = Files.readAllBytes(file);
      String found = changed(file, content);
      assertNotRestored("BackupDamaged", file.toString(), found, Sha256.of(content));
      Files.delete(file);
      assertNotRestored("BackupDamaged", file + " is missing");
      Files.write(file, content);
    }
    Path manifest = to.resolve("MANIFEST");
    byte[] content = Files.readAllBytes(manifest);
    for (int at = 0; at < content.length; at += 7) {
      byte[] wrong = content.clone();
      wrong[at] ^= 1;
      Files.write(manifest, wrong);
      assertNotRestored("BackupDamaged", manifest.toString());
    }
    assertRefused("BackupDamaged", manifest.toString());
    Files.write(manifest, content);
    assertThat(told(restored("copy"))).hasSize(60);
  }

  private static String changed(Path file, byte[] content) throws IOException {
    byte[] wrong = content.clone();
    wrong[wrong.length / 2] ^= 1;
    Files.write(file, wrong);
    return Sha256.of(wrong);
  }

  @Test
  void aStoredSegmentThatIsGoneIsCopiedAgain() throws IOException {
    write(60);
    Backup.make(data, to);
    Files.delete(files(to.resolve("files")).getFirst());
    assertThat(Backup.make(data, to).copiedFiles()).isPositive();
    assertThat(told(restored("copy"))).hasSize(60);
  }

  @Test
  void onlyANewOrEmptyDirectoryIsRestoredTo() throws IOException {
    write(3);
    Backup.make(data, to);
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    Restore.make(to, empty);
    assertThat(told(empty)).hasSize(3);
    for (Path taken : List.of(data, empty, to.resolve("MANIFEST"))) {
      assertThatThrownBy(() -> Restore.make(to, taken))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.code()).isEqualTo("RestoreTargetNotEmpty"))
          .hasMessageContaining("nothing in it was changed");
    }
    assertThat(told(data)).hasSize(3);
  }
}
