package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start over a small log, after an orderly stop and after a kill. */
class BenchStartIT {
  private static final List<String> MOMENTS =
      List.of("program_runs", "genesis_read", "log_opened", "node_ready", "first_answer");

  @TempDir private Path data;

  @Test
  void itTellsHowLongEachPartOfAStartTookAndLeavesASoundLog() {
    JsonNode clean = starts("--starts", "2");
    assertThat(clean.get("starts").asInt()).isEqualTo(2);
    assertThat(clean.get("events").asLong()).isGreaterThanOrEqualTo(3_000);
    assertThat(clean.get("each")).hasSize(2);
    requireInOrder(clean);

    JsonNode killed = starts("--starts", "1", "--killed");
    assertThat(killed.get("killed").asBoolean()).isTrue();
    assertThat(killed.get("events").asLong())
        .as("it goes on with the same log")
        .isGreaterThan(clean.get("events").asLong());
    requireInOrder(killed);

    // The last node was killed: one more lets all arrive, and the log holds.
    JsonNode again = starts("--starts", "1");
    assertThat(again.get("events").asLong()).isGreaterThan(killed.get("events").asLong());
    CommandLineRun.here("audit", "--data", data.toString()).succeeded();
  }

  private JsonNode starts(String... more) {
    return CommandLineRun.here(
            Stream.concat(
                    Stream.of("bench", "start", "--accounts", "200", "--events", "3000"),
                    Stream.concat(Stream.of("--data", data.toString(), "--json"), Stream.of(more)))
                .toArray(String[]::new))
        .succeeded()
        .json();
  }

  private static void requireInOrder(JsonNode result) {
    long before = 0;
    for (String moment : MOMENTS) {
      long median = result.get(moment + "_median_ms").asLong();
      assertThat(median).as(moment).isGreaterThanOrEqualTo(before);
      assertThat(result.get(moment + "_worst_ms").asLong()).isGreaterThanOrEqualTo(median);
      before = median;
    }
    assertThat(before).isPositive();
  }
}
