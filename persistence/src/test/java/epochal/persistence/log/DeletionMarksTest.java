package epochal.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionMarksTest {
  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("DELETED");
  }

  /** Three marks; returns the length of the file after each. */
  private long[] threeMarks() throws IOException {
    var lengths = new long[3];
    try (DeletionMarks marks = DeletionMarks.open(directory)) {
      marks.delete("a", 3);
      lengths[0] = Files.size(file());
      marks.delete("b\n", 5);
      lengths[1] = Files.size(file());
      marks.delete("a", 7);
      lengths[2] = Files.size(file());
    }
    return lengths;
  }

  @Test
  void theLargestMarkCountsAndOutlivesTheProcess() throws IOException {
    threeMarks();
    try (DeletionMarks marks = DeletionMarks.open(directory)) {
      marks.delete("a", 6);
      assertThat(marks.deletedTo("a")).isEqualTo(7);
      assertThat(marks.deletedTo("b\n")).isEqualTo(5);
      assertThat(marks.deletedTo("c")).isZero();
    }
  }

  @Test
  void aDirectoryInWhichNothingIsDeletedHasNoFile() {
    DeletionMarks.open(directory).close();
    assertThat(file()).doesNotExist();
  }

  @Test
  void aTornMarkIsCutOffAndAllBeforeItStay() throws IOException {
    long[] lengths = threeMarks();
    byte[] whole = Files.readAllBytes(file());
    for (int length = (int) lengths[1]; length < lengths[2]; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      try (DeletionMarks marks = DeletionMarks.open(directory)) {
        assertThat(marks.deletedTo("a")).isEqualTo(3);
        assertThat(Files.size(file())).isEqualTo(lengths[1]);
        marks.delete("c", 1);
      }
      try (DeletionMarks marks = DeletionMarks.open(directory)) {
        assertThat(marks.deletedTo("a")).isEqualTo(3);
        assertThat(marks.deletedTo("c")).isEqualTo(1);
      }
    }
  }

  @Test
  void damageBeforeTheLastMarkIsRefusedAndNamed() throws IOException {
    long[] lengths = threeMarks();
    byte[] damaged = Files.readAllBytes(file());
    damaged[(int) lengths[0] - 1] ^= 1;
    Files.write(file(), damaged);
    assertThatThrownBy(() -> DeletionMarks.open(directory))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("byte 0 of " + file());
    assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
  }

  @Test
  void theFileIsWrittenAnewWhenMostOfItIsPast() throws IOException {
    try (DeletionMarks marks = DeletionMarks.open(directory)) {
      for (int i = 1; i <= 1_100; i++) {
        marks.delete("a", i);
      }
      marks.delete("b", 2);
    }
    long before = Files.size(file());
    try (DeletionMarks marks = DeletionMarks.open(directory)) {
      assertThat(Files.size(file())).isLessThan(before / 100);
      assertThat(marks.deletedTo("a")).isEqualTo(1_100);
      assertThat(marks.deletedTo("b")).isEqualTo(2);
      marks.delete("b", 3);
    }
    try (DeletionMarks marks = DeletionMarks.open(directory)) {
      assertThat(marks.deletedTo("b")).isEqualTo(3);
    }
  }
}
