package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference chain's vectors through the command line. */
class ConformanceCommandTest {
  @TempDir private Path temporary;

  private static Path vectors(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(
                ConformanceCommandTest.class.getResource("/reference/" + name + ".jsonl.gz"))
            .toURI());
  }

  @Test
  void allVectorsConform() throws Exception {
    CommandLineRun run =
        CommandLineRun.here(
                "conformance",
                vectors("epoch").toString(),
                vectors("root_epoch").toString(),
                vectors("block_emission").toString())
            .succeeded();

    assertThat(run.out().lines())
        .containsExactly(
            "epoch: 145 cases, 735 epochs, 0 mismatches",
            "root_epoch: 60 cases, 0 mismatches",
            "block_emission: 200 cases, 0 mismatches");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void oneChangedNumberIsNamedByItsField() throws Exception {
    Path file = temporary.resolve("changed.jsonl");
    JsonNode vector = CommandLineRun.parse(firstLine("root_epoch", "\"emission\""));
    ArrayNode emission = emission(vector);
    emission.set(0, emission.numberNode(emission.get(0).asLong() + 1));
    Files.writeString(file, vector + "\n");

    CommandLineRun text = CommandLineRun.here("conformance", file.toString());
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out()).contains("root_epoch: 1 cases, 1 mismatches; first: case ");

    CommandLineRun json = CommandLineRun.here("conformance", "--json", file.toString());
    assertThat(json.exitCode()).isEqualTo(1);
    JsonNode mismatch = json.json().get("first_mismatch");
    assertThat(text.out()).contains(mismatch.get("field").asText() + "[0]: expected ");
    assertThat(mismatch.get("expected").asLong()).isEqualTo(mismatch.get("got").asLong() + 1);
  }

  /** Wherever in the result it stands: the first list of that name. */
  private static ArrayNode emission(JsonNode vector) {
    JsonNode list = vector.get("out").findValue("emission");
    assertThat(list).isInstanceOf(ArrayNode.class);
    return (ArrayNode) list;
  }

  private static String firstLine(String name, String with) throws Exception {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(vectors(name))),
                StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.contains(with)) {
        line = lines.readLine();
      }
      return Objects.requireNonNull(line);
    }
  }

  @Test
  void whatIsNoVectorIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("none.jsonl"), "{\"a\": 1}\n");
    CommandLineRun run = CommandLineRun.here("conformance", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: MalformedVectors: ").doesNotContain("\tat ");

    CommandLineRun missing =
        CommandLineRun.here("conformance", temporary.resolve("missing").toString());
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).startsWith("error: MalformedVectors: ").doesNotContain("\tat ");
  }

  @Test
  void theSameSeedGivesTheSameHash() {
    JsonNode once = simulate("--seed", "7");
    assertThat(once.get("violations")).isEmpty();
    assertThat(once.get("blocks").asLong()).isEqualTo(25);
    assertThat(once.get("crashes").asLong()).isPositive();
    assertThat(once.get("state_hash").asText()).matches("[0-9a-f]{64}");
    assertThat(simulate("--seed", "7").get("state_hash")).isEqualTo(once.get("state_hash"));
    assertThat(simulate("--seed", "8").get("state_hash")).isNotEqualTo(once.get("state_hash"));

    CommandLineRun text =
        CommandLineRun.here(
                "simulate",
                "--seed",
                "7",
                "--blocks",
                "25",
                "--faults",
                "heavy",
                "--genesis",
                "dev")
            .succeeded();
    assertThat(text.out()).contains(once.get("state_hash").asText());
  }

  private static JsonNode simulate(String... more) {
    String[] args = {"simulate", "--blocks", "25", "--faults", "heavy", "--json", more[0], more[1]};
    return CommandLineRun.here(args).succeeded().json();
  }
}
