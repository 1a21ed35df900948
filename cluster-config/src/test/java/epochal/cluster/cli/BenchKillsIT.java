package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few rounds of a node killed under the load of transfers. */
class BenchKillsIT {
  private static final int ROUNDS = Integer.getInteger("epochal.kill.transfer-rounds", 4);

  @TempDir private Path data;

  @Test
  void everyAcknowledgedTransferIsThereOnceHoweverOftenTheNodeIsKilled() {
    CommandLineRun run =
        CommandLineRun.here(
            "bench",
            "kills",
            "--rounds",
            Integer.toString(ROUNDS),
            "--accounts",
            "200",
            "--in-flight",
            "128",
            "--seconds",
            "1",
            "--data",
            data.toString(),
            "--json");
    JsonNode result = run.succeeded().json();

    assertThat(result.get("holds").asBoolean()).isTrue();
    assertThat(result.get("rounds").asInt()).isEqualTo(ROUNDS);
    assertThat(result.get("acknowledged").asLong()).isGreaterThan(128L * ROUNDS / 2);
    assertThat(result.get("arrived").asLong()).isPositive();
    assertThat(result.get("answered_again").asLong()).isPositive();
    assertThat(result.get("transfers_in_log").asLong())
        .isGreaterThanOrEqualTo(result.get("acknowledged").asLong());
    assertThat(result.get("audit").get("supply").get("in_flight").asLong()).isZero();
    CommandLineRun.here("audit", "--data", data.toString()).succeeded();
    CommandLineRun.here("bench", "kills", "--data", data.toString())
        .failed("DataDirectoryUnusable", "new directory");
  }
}
