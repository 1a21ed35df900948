package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import epochal.persistence.log.LogScan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One wrong byte anywhere in a data directory: it is refused or found, with its file or entity by
 * name, and never a wrong answer.
 */
class DamageTest {
  private static final long SEED = Long.getLong("epochal.damage.seed", 4711);
  private static final int SAMPLES = Integer.getInteger("epochal.damage.samples", 150);

  /** What names the place: a file, or a record's entity. */
  private static final Pattern PLACE =
      Pattern.compile(
          "FORMAT|CLOSED|genesis\\.json|segments|\\.log|(account|validator|subnet|emission):\\w+");

  private static final Pattern CODE = Pattern.compile("error: [A-Z][A-Za-z]+: .+");

  @TempDir private static Path temporary;
  private static Path whole;
  private static JsonNode sound;

  @BeforeAll
  static void makeOne() {
    whole = temporary.resolve("whole");
    CommandLineRun.apart(
            temporary,
            List.of("-Depochal.host.snapshot-every=20"),
            "demo",
            "--genesis",
            "dev",
            "--blocks",
            "8",
            "--json",
            "--data",
            whole.toString())
        .succeeded();
    sound = audit(whole).succeeded().json();
    assertThat(sound.get("ok").asBoolean()).isTrue();
  }

  private static CommandLineRun audit(Path data) {
    return CommandLineRun.here("audit", "--data", data.toString(), "--json");
  }

  /** All files but LOCK, whose content is a courtesy, and snapshots, which no audit reads. */
  private static List<Path> files() throws IOException {
    try (Stream<Path> tree = Files.walk(whole)) {
      List<Path> files =
          tree.filter(Files::isRegularFile)
              .map(whole::relativize)
              .filter(file -> !file.startsWith("snapshots") && !file.endsWith("LOCK"))
              .sorted()
              .toList();
      assertThat(files)
          .map(Path::toString)
          .contains("FORMAT", "CLOSED", "genesis.json")
          .anyMatch(file -> file.endsWith(".log"));
      return files;
    }
  }

  private static Path segment() throws IOException {
    return files().stream().filter(file -> file.toString().endsWith(".log")).findFirst().get();
  }

  private Path copy() throws IOException {
    Path to = Files.createTempDirectory(temporary, "copy").resolve("data");
    try (Stream<Path> tree = Files.walk(whole)) {
      for (Path path : tree.toList()) {
        Files.copy(path, to.resolve(whole.relativize(path).toString()));
      }
    }
    return to;
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Another content of one file, audited in a copy. */
  private CommandLineRun auditWith(Path file, byte[] content) throws IOException {
    Path copy = copy();
    try {
      Files.write(copy.resolve(file), content);
      return audit(copy);
    } finally {
      remove(copy);
    }
  }

  private static void assertFound(CommandLineRun run, String what) {
    assertThat(run.exitCode()).as("%s%n%s", what, run.all()).isEqualTo(1);
    assertThat(run.all())
        .as(what)
        .containsPattern(PLACE)
        .doesNotContain("\tat ", "Exception", "Unexpected");
    JsonNode answer = run.json();
    if (answer.has("ok")) {
      assertThat(answer.get("ok").asBoolean()).as(what).isFalse();
      assertThat(answer.get("divergence").isNull()).as(what).isFalse();
    } else {
      assertThat(answer.get("error").get("code").asText()).as(what).matches("[A-Z][A-Za-z]+");
      assertThat(run.err()).as(what).containsPattern(CODE);
    }
  }

  @Test
  void oneWrongByteAnywhereIsFound() throws IOException {
    var random = new Random(SEED);
    List<Path> files = files();
    for (int sample = 0; sample < SAMPLES; sample++) {
      Path file = files.get(sample % files.size());
      byte[] content = Files.readAllBytes(whole.resolve(file));
      int at = random.nextInt(content.length);
      int bit = random.nextInt(8);
      byte added = (byte) random.nextInt(256);
      switch (sample / files.size() % 3) {
        case 0 -> {
          content[at] ^= (byte) (1 << bit);
          assertFound(auditWith(file, content), "bit " + bit + " of byte " + at + " of " + file);
        }
        case 1 ->
            assertFound(
                auditWith(file, without(content, at)), "byte " + at + " of " + file + " missing");
        default ->
            assertFound(
                auditWith(file, with(content, at, added)),
                "byte " + added + " added at " + at + " of " + file);
      }
    }
  }

  private static byte[] without(byte[] content, int at) {
    var less = new ByteArrayOutputStream();
    less.write(content, 0, at);
    less.write(content, at + 1, content.length - at - 1);
    return less.toByteArray();
  }

  private static byte[] with(byte[] content, int at, byte added) {
    var more = new ByteArrayOutputStream();
    more.write(content, 0, at);
    more.write(added);
    more.write(content, at, content.length - at);
    return more.toByteArray();
  }

  @Test
  void aSegmentCutBetweenItsFramesIsFound() throws IOException {
    byte[] content = Files.readAllBytes(whole.resolve(segment()));
    var ends = new ArrayList<Integer>();
    try (LogScan scan = LogScan.scan(whole)) {
      for (var next = scan.next(); next != null; next = scan.next()) {
        int position = (int) next.position();
        if (ends.isEmpty() || ends.getLast() != position) {
          ends.add(position);
        }
      }
    }
    assertThat(ends).hasSizeGreaterThan(10);
    int step = ends.size() / 8;
    for (int i = 0; i < ends.size(); i += step) {
      int end = ends.get(i);
      assertFound(auditWith(segment(), Arrays.copyOf(content, end)), "cut at " + end);
    }
    int last = ends.getLast();
    assertFound(auditWith(segment(), Arrays.copyOf(content, last)), "without its last frame");
    assertFound(auditWith(segment(), with(content, content.length, (byte) 0)), "one byte longer");
  }

  @Test
  void aFileThatIsMissingIsFound() throws IOException {
    for (Path file : files()) {
      Path copy = copy();
      Files.delete(copy.resolve(file));
      if (file.endsWith("CLOSED")) {
        // As after a crash: every record is there, and the answer is the right one.
        CommandLineRun run = audit(copy).succeeded();
        assertThat(run.json().get("state_hash")).isEqualTo(sound.get("state_hash"));
      } else {
        assertFound(audit(copy), file + " missing");
        // and a node does not begin anew in its place
        CommandLineRun demo =
            CommandLineRun.here(
                "demo", "--genesis", "dev", "--blocks", "1", "--json", "--data", copy.toString());
        if (!file.endsWith("genesis.json")) {
          assertFound(demo, "a node without " + file);
        }
      }
      remove(copy);
    }
  }

  @Test
  void everyDamagedSegmentIsRefusedByQueriesToo() throws IOException {
    byte[] content = Files.readAllBytes(whole.resolve(segment()));
    content[content.length / 2] ^= 1;
    Path copy = copy();
    Files.write(copy.resolve(segment()), content);
    for (String[] command :
        new String[][] {
          {"query", "account", "//Alice", "--data", copy.toString(), "--json"},
          {"query", "metagraph", "1", "--at", "8", "--data", copy.toString(), "--json"},
          {
            "submit",
            "transfer",
            "//Bob",
            "1",
            "--as",
            "//Alice",
            "--data",
            copy.toString(),
            "--json"
          },
          {"demo", "--genesis", "dev", "--blocks", "1", "--data", copy.toString(), "--json"}
        }) {
      assertFound(CommandLineRun.here(command), String.join(" ", command));
    }
    CommandLineRun events = CommandLineRun.here("events", "--data", copy.toString());
    assertThat(events.exitCode()).isEqualTo(1);
    assertThat(events.err()).startsWith("error: DataDirectoryDamaged: ").contains(".log, byte ");
  }

  @Test
  void whatNobodyReliesOnMayBeDamaged() throws IOException {
    Path copy = copy();
    Files.writeString(copy.resolve("LOCK"), "not a number");
    var snapshots = new ArrayList<Path>();
    try (Stream<Path> tree = Files.walk(copy.resolve("snapshots"))) {
      snapshots.addAll(tree.filter(Files::isRegularFile).sorted().toList());
    }
    assertThat(snapshots).isNotEmpty();
    var random = new Random(SEED);
    for (Path snapshot : snapshots) {
      byte[] content = Files.readAllBytes(snapshot);
      content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(snapshot, content);
    }

    assertThat(audit(copy).succeeded().json().get("state_hash")).isEqualTo(sound.get("state_hash"));

    CommandLineRun demo =
        CommandLineRun.apart(
                temporary,
                List.of(),
                "demo",
                "--genesis",
                "dev",
                "--blocks",
                "3",
                "--json",
                "--data",
                copy.toString())
            .succeeded();
    assertThat(demo.json().get("block").asLong()).isEqualTo(11);
    assertThat(demo.json().get("audit").get("ok").asBoolean()).isTrue();
    assertThat(demo.err())
        .as("it says loudly that a snapshot was of no use")
        .contains(".snapshot of emission:0 cannot be used");
  }
}
