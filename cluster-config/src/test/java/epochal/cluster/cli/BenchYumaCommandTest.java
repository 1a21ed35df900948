package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The benchmark at its smallest, in the JVMs that JMH starts for it. */
class BenchYumaCommandTest {
  @TempDir private Path temporary;

  private static CommandLineRun bench(String line) {
    return CommandLineRun.here(("bench yuma --seconds 0.02 " + line).split(" "));
  }

  private static List<String> fields(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void programsGetOneArray() {
    CommandLineRun run =
        bench("--n 12,16 --validators 4,6 --mode yuma3_liquid --penalty 32767 --threads 2 --json")
            .succeeded();

    assertThat(run.out().lines()).hasSize(1);
    JsonNode array = run.json();
    assertThat(array.isArray()).isTrue();
    assertThat(array).hasSize(2);
    for (JsonNode object : array) {
      assertThat(fields(object))
          .containsExactly(
              "n", "validators", "mode", "bonds_penalty", "threads", "median_ns", "min_ns");
      assertThat(object.get("mode").asText()).isEqualTo("yuma3_liquid");
      assertThat(object.get("bonds_penalty").asInt()).isEqualTo(32_767);
      assertThat(object.get("threads").asInt()).isEqualTo(2);
      assertThat(object.get("min_ns").isIntegralNumber()).isTrue();
      assertThat(object.get("min_ns").asLong()).isPositive();
      assertThat(object.get("median_ns").asLong())
          .isGreaterThanOrEqualTo(object.get("min_ns").asLong());
    }
    assertThat(array.get(0).get("n").asInt()).isEqualTo(12);
    assertThat(array.get(0).get("validators").asInt()).isEqualTo(4);
    assertThat(array.get(1).get("n").asInt()).isEqualTo(16);
    assertThat(array.get(1).get("validators").asInt()).isEqualTo(6);
    assertThat(run.err()).contains("1 of 2: 12 neurons, 4 validators", "2 of 2: 16 neurons");
  }

  @Test
  void peopleGetATableThatCompares() {
    CommandLineRun run = bench("--n 16 --mode yuma2 --penalty 65535").succeeded();

    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst().strip().split(" {2,}"))
        .containsExactly(
            "n",
            "validators",
            "density",
            "mode",
            "penalty",
            "threads",
            "median ms",
            "min ms",
            "plain ms",
            "plain/fast");
    assertThat(lines.get(1))
        .matches(" +16 +16 +100 % +yuma2 +65535 +1( +\\d+\\.\\d{3}){3} +\\d+\\.\\d{2}");
    assertThat(lines.getLast()).matches("calibration: .* take \\d+\\.\\d{3} ms \\(.*");
  }

  @Test
  void plotsShowWhatWasMeasured() throws Exception {
    Path directory = temporary.resolve("new/plots");
    CommandLineRun run =
        bench(
                "--n 8,16 --validators 4 --density 50,100 --mode yuma3 --json --plot %s"
                    .formatted(directory))
            .succeeded();

    assertThat(run.json()).hasSize(3);
    assertThat(run.json().findValuesAsText("density_percent")).containsExactly("100", "100", "50");
    assertThat(run.json().findValuesAsText("bonds_penalty")).containsOnly("65535");
    for (String name : List.of("yuma-by-neurons.svg", "yuma-by-density.svg")) {
      String svg = Files.readString(directory.resolve(name));
      assertThat(svg).startsWith("<svg ").contains("yuma3", "4 validators");
      assertThat(svg.split("<circle ")).hasSize(3);
      assertThat(run.err()).contains("wrote " + directory.resolve(name));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          --n 1; n is 1, but must be 2 to 65535
          --n 8 --validators 9; validators is 9, but must be 1 to 8
          --n 8,16,32 --validators 4,5; one for each
          --penalty 65536; bonds penalty
          --density 0; density
          --threads 0; threads
          --seconds 0; --seconds
          --seconds NaN; --seconds
          --validators 4,8 --plot x; --plot
          """)
  void whatCannotBeMeasuredIsRefusedAtOnce(String line, String advice) {
    CommandLineRun run = CommandLineRun.here(("bench yuma " + line).split(" "));
    run.failed("error: InvalidArgument: ", advice);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anUnknownModeIsAnsweredWithTheKnownOnes() {
    CommandLineRun run = CommandLineRun.here("bench", "yuma", "--mode", "yuma4");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("yuma2", "yuma3", "yuma3_liquid");
  }
}
