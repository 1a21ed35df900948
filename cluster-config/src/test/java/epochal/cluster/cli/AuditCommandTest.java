package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bare scan beside an audit. */
class AuditCommandTest {
  @TempDir private static Path temporary;
  private static String data = "";

  @BeforeAll
  static void makeOne() {
    data = temporary.resolve("data").toString();
    CommandLineRun.apart(
            temporary, List.of(), "demo", "--genesis", "dev", "--blocks", "2", "--data", data)
        .succeeded();
  }

  @Test
  void aScanReadsEverythingThatTheAuditDoes() {
    JsonNode audited =
        CommandLineRun.here("audit", "--data", data, "--scan", "--json").succeeded().json();

    JsonNode scan = audited.get("scan");
    assertThat(audited.get("ok").asBoolean()).isTrue();
    assertThat(scan.get("entries").asLong())
        .isGreaterThanOrEqualTo(audited.get("events").asLong())
        .isPositive();
    assertThat(scan.get("bytes").asLong()).isEqualTo(bytes());
    assertThat(scan.get("entries_per_second").asLong()).isPositive();
    assertThat(scan.get("bytes_per_second").asLong()).isPositive();
  }

  @Test
  void aScanIsALineOfItsOwn() {
    assertThat(CommandLineRun.here("audit", "--data", data, "--scan").succeeded().out())
        .contains("  bare scan   ", " entries/s");
  }

  @Test
  void withoutTheOptionThereIsNone() {
    assertThat(CommandLineRun.here("audit", "--data", data).succeeded().out())
        .contains("audit: OK")
        .doesNotContain("bare scan");
    JsonNode audited = CommandLineRun.here("audit", "--data", data, "--json").succeeded().json();
    assertThat(audited.has("scan")).isFalse();
  }

  /** All of the segments, for a network that was stopped in order leaves whole batches. */
  private static long bytes() {
    try (Stream<Path> segments = Files.list(Path.of(data, "segments"))) {
      return segments.mapToLong(segment -> segment.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
