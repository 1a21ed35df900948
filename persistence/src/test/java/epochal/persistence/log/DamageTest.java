package epochal.persistence.log;

import static epochal.persistence.log.Logs.append;
import static epochal.persistence.log.Logs.entry;
import static epochal.persistence.log.Logs.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of a log is changed, left out and doubled, and no reader ever gets wrong data. */
class DamageTest {
  private static final String CUT_OFF = "cut off with all behind it";

  @TempDir private Path temporary;
  private Path original;
  private List<String> truth;
  private long lastBatch;

  @BeforeEach
  void writeALogOfThreeSegments() {
    original = temporary.resolve("original");
    try (EventLog log = EventLog.open(original, Logs.settings().withSegmentBytes(100))) {
      append(log, entry("a", 1, true), entry("b", 1));
      append(log, entry("a", 2));
      append(log, entry("b", 2));
      append(log, entry("c", 1), entry("c", 2), entry("a", 3));
      append(log, entry("a", 4));
      append(log, entry("b", 3, true), entry("c", 3));
      lastBatch = append(log, entry("a", 5)).firstOffset();
      truth = told(Logs.readAll(log));
    }
    assertThat(segments(original)).hasSize(3);
  }

  private static List<Path> segments(Path directory) {
    try (var files = Files.list(directory.resolve("segments"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All ways in which this test damages a byte: its name, and the file afterwards. */
  private static Map<String, byte[]> mutations(byte[] content, int at) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (int mask : new int[] {1, 0xff}) {
      byte[] flipped = content.clone();
      flipped[at] ^= (byte) mask;
      all.put("flipped by " + mask, flipped);
    }
    byte[] without = Arrays.copyOf(content, content.length - 1);
    System.arraycopy(content, at + 1, without, at, content.length - at - 1);
    all.put("left out", without);
    byte[] doubled = Arrays.copyOf(content, content.length + 1);
    System.arraycopy(content, at, doubled, at + 1, content.length - at);
    all.put("doubled", doubled);
    byte[] zero = doubled.clone();
    zero[at] = 0;
    all.put("after an added zero", zero);
    all.put(CUT_OFF, Arrays.copyOf(content, at));
    return all;
  }

  private interface Check {
    void accept(Path directory, String what) throws IOException;
  }

  private static void forEveryByte(Path directory, List<Path> files, Check check)
      throws IOException {
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      for (int at = 0; at < content.length; at++) {
        for (var mutation : mutations(content, at).entrySet()) {
          Files.write(file, mutation.getValue());
          check.accept(
              directory, "%s: byte %d %s".formatted(file.getFileName(), at, mutation.getKey()));
        }
      }
      Files.write(file, content);
    }
  }

  private static Map<String, String> content(Path directory) throws IOException {
    Map<String, String> all = new TreeMap<>();
    Path index = directory.resolve("index");
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("LOCK") && !file.startsWith(index)) {
          all.put(file.toString(), Arrays.toString(Files.readAllBytes(file)));
        }
      }
    }
    return all;
  }

  @Test
  void afterClosingEveryDamagedByteIsFoundByTheScanAndRefusedByTheLog() throws IOException {
    List<Path> files = new ArrayList<>(segments(original));
    files.add(original.resolve("FORMAT"));
    files.add(original.resolve("CLOSED"));
    forEveryByte(
        original,
        files,
        (directory, what) -> {
          var before = content(directory);
          assertThat(scanned(directory, what)).as(what).isPresent();
          assertThatThrownBy(() -> Logs.openVerified(directory).close())
              .as(what)
              .isInstanceOf(LogDamagedException.class);
          assertThat(content(directory)).as(what).isEqualTo(before);
        });
    assertThat(scanned(original, "as it was")).isEmpty();
  }

  /** What the scan found, after making sure that it handed out nothing but the truth. */
  private Optional<LogFinding> scanned(Path directory, String what) {
    List<String> seen = new ArrayList<>();
    try (LogScan scan = LogScan.scan(directory)) {
      for (var next = scan.next(); next != null; next = scan.next()) {
        seen.add(told(next.entry()));
      }
      assertThat(seen).as(what).isEqualTo(truth.subList(0, Math.min(seen.size(), truth.size())));
      return scan.finding();
    }
  }

  /** What nobody can tell without CLOSED is a log that ends before its time, between batches. */
  @Test
  void withoutClosingOnlyTheLastBatchMayBeTakenForATornTail() throws IOException {
    Logs.forgetClosing(original);
    Path copy = temporary.resolve("copy");
    Path last = segments(original).getLast();
    int[] torn = {0};
    forEveryByte(
        original,
        segments(original),
        (directory, what) -> {
          Logs.copy(directory, copy);
          boolean found = scanned(copy, what).isPresent();
          assertThat(found || what.endsWith(CUT_OFF)).as(what).isTrue();
          try (EventLog log = Logs.openVerified(copy)) {
            torn[0]++;
            assertThat(what).startsWith(String.valueOf(last.getFileName()));
            assertThat(log.openReport().tornTail().isPresent()).as(what).isEqualTo(found);
            if (what.endsWith(CUT_OFF)) {
              return;
            }
            assertThat(told(Logs.readAll(log))).as(what).startsWith(beforeLastBatch());
          } catch (LogDamagedException e) {
            assertThat(e.code()).isEqualTo("DataDirectoryDamaged");
          } finally {
            Logs.delete(copy);
          }
        });
    assertThat(torn[0]).isPositive();
  }

  private String[] beforeLastBatch() {
    return truth.subList(0, (int) lastBatch).toArray(String[]::new);
  }

  @Test
  void aWholeBatchThatIsMissingOrMovedIsFound() throws IOException {
    Path directory = temporary.resolve("flat");
    List<Long> starts = new ArrayList<>();
    try (EventLog log = Logs.open(directory)) {
      for (int i = 1; i <= 4; i++) {
        append(log, entry("stream " + i, 1));
        StoredEntry only = log.readAll(i - 1).next();
        assertThat(only).isNotNull();
        starts.add(only.address());
      }
    }
    Logs.forgetClosing(directory);
    Path segment = Logs.segment(directory, 0);
    byte[] content = Files.readAllBytes(segment);
    int from = starts.get(1).intValue();
    int to = starts.get(2).intValue();
    int end = starts.get(3).intValue();

    Files.write(segment, join(content, 0, from, to, content.length));
    assertRefused(directory, from);
    Files.write(segment, join(content, 0, from, to, end, from, to, end, content.length));
    assertRefused(directory, from);
    Files.write(segment, join(content, 0, to, from, content.length));
    assertRefused(directory, to);
    Files.write(segment, content);
    Logs.open(directory).close();
  }

  private static byte[] join(byte[] content, int... ranges) throws IOException {
    var joined = new ByteArrayOutputStream();
    for (int i = 0; i < ranges.length; i += 2) {
      joined.write(content, ranges[i], ranges[i + 1] - ranges[i]);
    }
    return joined.toByteArray();
  }

  private static void assertRefused(Path directory, long position) {
    assertThatThrownBy(() -> Logs.open(directory))
        .isInstanceOfSatisfying(
            LogDamagedException.class,
            e -> {
              assertThat(e.finding().position()).isEqualTo(position);
              assertThat(e.finding().file()).isEqualTo(Logs.segment(directory, 0));
            });
  }

  @Test
  void missingAndForeignFilesAreRefused() throws IOException {
    for (Path segment : segments(original)) {
      byte[] content = Files.readAllBytes(segment);
      Files.delete(segment);
      assertThat(scanned(original, "without " + segment)).isPresent();
      assertThatThrownBy(() -> Logs.open(original)).isInstanceOf(LogDamagedException.class);
      Files.write(segment, content);
    }
    for (String name : List.of("note.txt", "00000000000000000000.log.bak", "1.log")) {
      Path foreign = Files.createFile(original.resolve("segments").resolve(name));
      assertThatThrownBy(() -> Logs.open(original))
          .isInstanceOf(LogDamagedException.class)
          .hasMessageContaining(name);
      Files.delete(foreign);
    }
    byte[] format = Files.readAllBytes(original.resolve("FORMAT"));
    Files.delete(original.resolve("FORMAT"));
    assertThatThrownBy(() -> Logs.open(original)).isInstanceOf(LogDamagedException.class);
    assertThat(scanned(original, "without FORMAT"))
        .hasValueSatisfying(f -> assertThat(f.kind()).isEqualTo(LogFinding.Kind.FORMAT));
    Files.write(original.resolve("FORMAT"), format);
    Logs.open(original).close();
  }

  @Test
  void damageThatComesWhileTheLogIsOpenIsNotHandedOut() throws IOException {
    Path directory = temporary.resolve("open");
    try (EventLog log = Logs.open(directory)) {
      append(log, entry("a", 1));
      append(log, entry("a", 2));
      StoredEntry second = log.readAll(1).next();
      assertThat(second).isNotNull();
      Path segment = Logs.segment(directory, 0);
      byte[] content = Files.readAllBytes(segment);
      content[(int) second.address() + FrameHeader.MIN_BYTES + 8] ^= 4;
      Files.write(segment, content);
      assertThat(log.readAll(0).next()).isNotNull();
      assertThatThrownBy(() -> Logs.read(log, "a")).isInstanceOf(LogDamagedException.class);
      assertThatThrownBy(() -> Logs.readAll(log)).isInstanceOf(LogDamagedException.class);
    }
  }
}
