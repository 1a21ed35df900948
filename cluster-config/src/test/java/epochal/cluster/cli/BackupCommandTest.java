package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {
  @TempDir private static Path shared;
  private static Path data;

  @TempDir private Path temporary;

  @BeforeAll
  static void makeOne() {
    data = shared.resolve("data");
    CommandLineRun.apart(
            shared,
            List.of("-Depochal.host.snapshot-every=20"),
            "demo",
            "--genesis",
            "dev",
            "--blocks",
            "6",
            "--json",
            "--data",
            data.toString())
        .succeeded();
  }

  private static CommandLineRun backup(Path from, Path to, String... more) {
    return CommandLineRun.here(
        Stream.concat(
                Stream.of("backup", "--data", from.toString(), "--to", to.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static CommandLineRun restore(Path from, Path to, String... more) {
    return CommandLineRun.here(
        Stream.concat(
                Stream.of("restore", "--from", from.toString(), "--data", to.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static JsonNode audit(Path directory) {
    return CommandLineRun.here("audit", "--data", directory.toString(), "--json")
        .succeeded()
        .json();
  }

  private static void assertRefused(CommandLineRun run, String code, String... saying) {
    run.failed("error: " + code + ": ");
    assertThat(run.err()).contains(saying).doesNotContain("\tat ", "Exception");
    if (!run.out().isEmpty()) {
      assertThat(run.json().get("error").get("code").asText()).isEqualTo(code);
    }
  }

  @Test
  void thereAndBackAgain() {
    Path to = temporary.resolve("backup");
    Path copy = temporary.resolve("copy");
    CommandLineRun made = backup(data, to).succeeded();
    assertThat(made.out()).contains("backup: ", " events in ", "epochal restore --from " + to);
    JsonNode again = backup(data, to, "--json").succeeded().json();
    assertThat(again.get("copied_files").asLong())
        .as("only the segment that is not finished, if it was changed")
        .isLessThanOrEqualTo(1);
    CommandLineRun restored = restore(to, copy).succeeded();
    assertThat(restored.out())
        .contains("restored: ", again.get("sha256").asText(), "epochal audit --data " + copy);

    JsonNode before = audit(data);
    JsonNode after = audit(copy);
    assertThat(after.get("ok").asBoolean()).isTrue();
    assertThat(after.get("state_hash")).isEqualTo(before.get("state_hash"));
    assertThat(after.get("events")).isEqualTo(again.get("events"));
    assertThat(copy.resolve("genesis.json")).hasSameBinaryContentAs(data.resolve("genesis.json"));
    assertThat(data.resolve("snapshots")).exists();
    assertThat(copy.resolve("snapshots")).doesNotExist();
  }

  @Test
  void whatCannotBeBackedUp() throws IOException {
    Path nothing = temporary.resolve("nothing");
    Path to = temporary.resolve("backup");
    assertRefused(backup(nothing, to, "--json"), "DataDirectoryMissing", nothing.toString());
    Path other = Files.createDirectories(temporary.resolve("other"));
    Files.writeString(other.resolve("thesis.txt"), "All my work.");
    assertRefused(backup(other, to), "DataDirectoryMissing", other.toString());
    assertThat(to).doesNotExist();
    assertRefused(backup(data, other, "--json"), "BackupTargetUnusable", "thesis.txt");
    assertRefused(backup(data, data.resolve("backup")), "BackupTargetUnusable", "another");
    assertThat(data.resolve("backup")).doesNotExist();
    assertRefused(backup(data, Path.of("/dev/null/x")), "BackupUnusable", "another");

    Path without = temporary.resolve("without-genesis");
    restore(backedUp(to), without).succeeded();
    Files.delete(without.resolve("genesis.json"));
    assertRefused(backup(without, temporary.resolve("b")), "GenesisMissing", "genesis.json");
    Files.writeString(without.resolve("genesis.json"), "{}");
    assertRefused(backup(without, temporary.resolve("c")), "GenesisMismatch", "genesis.json");
  }

  private static Path backedUp(Path to) {
    backup(data, to).succeeded();
    return to;
  }

  @Test
  void whatCannotBeRestored() throws IOException {
    Path to = backedUp(temporary.resolve("backup"));
    assertRefused(restore(to, data, "--json"), "RestoreTargetNotEmpty", data.toString());
    Path nothing = temporary.resolve("nothing");
    assertRefused(restore(nothing, temporary.resolve("a")), "BackupMissing", nothing.toString());
    assertRefused(restore(data, temporary.resolve("a")), "BackupMissing", "MANIFEST");
    try (Stream<Path> files = Files.list(to.resolve("files"))) {
      Path segment = files.filter(file -> file.toString().contains(".log.")).findFirst().get();
      byte[] content = Files.readAllBytes(segment);
      content[content.length / 3] ^= 4;
      Files.write(segment, content);
      assertRefused(
          restore(to, temporary.resolve("a"), "--json"),
          "BackupDamaged",
          segment.toString(),
          "SHA-256");
    }
    assertThat(temporary.resolve("a")).doesNotExist();
  }

  /** A limit on file sizes, which anyone may set on himself, is a full disk to a backup. */
  @Test
  void aFullDisk() throws Exception {
    Path to = backedUp(temporary.resolve("backup"));
    Path copy = temporary.resolve("copy");
    byte[] manifest = Files.readAllBytes(to.resolve("MANIFEST"));
    restore(to, copy).succeeded();
    CommandLineRun.here("submit", "transfer", "//Bob", "1", "--as", "//Alice", "--data", "" + copy)
        .succeeded();

    CommandLineRun run = limited("backup", "--data", copy.toString(), "--to", to.toString());
    assertRefused(run, "DiskFull", "Free some space", to.toString());
    assertThat(to.resolve("MANIFEST")).hasBinaryContent(manifest);
    assertThat(to.resolve("files/copying.tmp")).doesNotExist();

    Path target = temporary.resolve("target");
    run = limited("restore", "--from", to.toString(), "--data", target.toString());
    assertRefused(run, "DiskFull", "Free some space", target.toString());
    assertThat(target).doesNotExist();
    restore(to, target).succeeded();
    assertThat(audit(target).get("state_hash")).isEqualTo(audit(data).get("state_hash"));
  }

  private CommandLineRun limited(String... args) throws IOException {
    List<String> command = CommandLineRun.commandLine(List.of("-XX:-UsePerfData"), args);
    Path out = Files.createTempFile(temporary, "out", ".txt");
    Path err = Files.createTempFile(temporary, "err", ".txt");
    Process process =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of("sh", "-c", "ulimit -f 8; exec \"$@\"", "sh"), command.stream())
                    .toList())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return CommandLineRun.ended(process, out, err);
  }
}
