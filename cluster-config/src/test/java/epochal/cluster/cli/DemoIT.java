package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A newcomer's session: run, go on, prove, look around, stop. */
class DemoIT {
  private static final long PAST = 20;

  @TempDir private static Path temporary;
  private static Path data;
  private static JsonNode first;
  private static JsonNode second;
  private static List<String> past;

  @BeforeAll
  static void runTwice() {
    data = temporary.resolve("data");
    first = demo("--blocks", "25", "--fresh");
    past = statesAt(PAST);
    second = demo("--blocks", "10");
  }

  private static JsonNode demo(String... more) {
    var args = new ArrayList<>(List.of("demo", "--genesis", "dev", "--json", "--data"));
    args.add(data.toString());
    args.addAll(List.of(more));
    return CommandLineRun.apart(temporary, List.of(), args.toArray(String[]::new))
        .succeeded()
        .json();
  }

  private static List<String> statesAt(long block) {
    return Stream.of(
            List.of("account", "//Alice"),
            List.of("account", "//Judy"),
            List.of("validator", "//Alice//hot"),
            List.of("subnet", "1"),
            List.of("subnet", "0"),
            List.of("metagraph", "2"))
        .map(what -> query(what.get(0), what.get(1), "--at", Long.toString(block), "--json").out())
        .toList();
  }

  private static CommandLineRun query(String what, String key, String... more) {
    var args = new ArrayList<>(List.of("query", what, key, "--data", data.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.here(args.toArray(String[]::new)).succeeded();
  }

  @Test
  void theLastLineSaysWhatTheRunCameTo() {
    assertThat(first.get("block").asLong()).isEqualTo(25);
    assertThat(first.get("network").asText()).matches("[0-9a-f]{64}");
    assertThat(first.get("issuance_rao").asLong()).isPositive();
    assertThat(first.get("accounts").asLong()).isGreaterThanOrEqualTo(10);
    assertThat(first.get("validators").asLong()).isGreaterThanOrEqualTo(10);
    assertThat(first.get("subnets").asLong()).isGreaterThanOrEqualTo(2);
    assertThat(first.get("epochs").asLong()).isPositive();
    assertThat(first.get("events").asLong()).isGreaterThan(100);
    assertThat(first.get("cabal").fieldNames())
        .toIterable()
        .contains("stake_share", "dividend_share", "incentive_share");
    JsonNode audit = first.get("audit");
    assertThat(audit.get("ok").asBoolean()).isTrue();
    assertThat(audit.get("events")).isEqualTo(first.get("events"));
    assertThat(audit.get("blocks").asLong()).isEqualTo(25);
    assertThat(audit.get("entities").asLong()).isPositive();
    assertThat(audit.get("divergence").isNull()).isTrue();
    JsonNode supply = audit.get("supply");
    assertThat(supply.get("minted").asLong() - supply.get("recycled").asLong())
        .isEqualTo(
            Stream.of("free", "staked", "pending", "locked", "in_flight")
                .mapToLong(term -> supply.get(term).asLong())
                .sum());
  }

  @Test
  void runAgainItGoesOn() {
    assertThat(second.get("block").asLong()).isEqualTo(35);
    assertThat(second.get("blocks").asLong()).isEqualTo(10);
    assertThat(second.get("network")).isEqualTo(first.get("network"));
    assertThat(second.get("events").asLong()).isGreaterThan(first.get("events").asLong());
    assertThat(second.get("audit").get("ok").asBoolean()).isTrue();
  }

  @Test
  void aFreshProcessProvesTheSameState() {
    JsonNode audit =
        CommandLineRun.apart(temporary, List.of(), "audit", "--data", data.toString(), "--json")
            .succeeded()
            .json();

    assertThat(audit.get("ok").asBoolean()).isTrue();
    assertThat(audit.get("state_hash")).isEqualTo(second.get("audit").get("state_hash"));
    assertThat(audit.get("events")).isEqualTo(second.get("events"));
    assertThat(audit.get("supply")).isEqualTo(second.get("audit").get("supply"));
  }

  @Test
  void everyRecordIsPrintedOnceAndInOrder() {
    List<String> lines =
        CommandLineRun.here("events", "--data", data.toString(), "--json")
            .succeeded()
            .out()
            .lines()
            .toList();

    assertThat(lines).hasSize(second.get("events").asInt());
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = CommandLineRun.parse(lines.get(i));
      assertThat(line.get("offset").asLong()).isEqualTo(i);
      assertThat(line.get("entity").asText()).contains(":");
      assertThat(line.get("chain").asText()).matches("[0-9a-f]{32}");
      boolean noEvent = line.get("event").isNull();
      assertThat(line.get("kind").asText())
          .matches(noEvent ? "LanesSettled|NothingChanged" : "[A-Z][A-Za-z]+");
    }
  }

  @Test
  void recordsAreFoundByPlaceEntityAndKind() {
    String[] some = {
      "events", "--data", data.toString(), "--json", "--from", "100", "--limit", "7"
    };
    assertThat(CommandLineRun.here(some).succeeded().out().lines())
        .hasSize(7)
        .first()
        .satisfies(line -> assertThat(line).startsWith("{\"offset\":100,"));

    var settled =
        CommandLineRun.here("events", "--data", data.toString(), "--kind", "lanessettled")
            .succeeded()
            .out();
    assertThat(settled.lines())
        .isNotEmpty()
        .allMatch(line -> line.contains("  LanesSettled[acknowledged=["));

    String blocks =
        CommandLineRun.here(
                "events",
                "--data",
                data.toString(),
                "--entity",
                "emission:0",
                "--kind",
                "blockminted")
            .succeeded()
            .out();
    assertThat(blocks.lines()).hasSize(35).allMatch(line -> line.contains("BlockMinted"));
  }

  @ParameterizedTest
  @CsvSource({
    "account, //Alice, free",
    "validator, //Alice//hot, stake",
    "subnet, 1, tempo",
    "subnet, 0, seat",
    "metagraph, 1, incentive"
  })
  void anEntityIsShownNowAndThen(String what, String key, String word) {
    assertThat(query(what, key).out()).contains("at block 35").contains(word);
    assertThat(query(what, key, "--at", "20").out()).contains("at block 20").contains(word);
    JsonNode now = query(what, key, "--json").json();
    JsonNode then = query(what, key, "--at", "20", "--json").json();
    assertThat(now.get("block").asLong()).isEqualTo(35);
    assertThat(then.get("block").asLong()).isEqualTo(20);
    assertThat(then.get("entity")).isEqualTo(now.get("entity"));
    assertThat(then.get("events").asLong()).isLessThanOrEqualTo(now.get("events").asLong());
  }

  @Test
  void thePastIsAsItWas() {
    assertThat(statesAt(PAST)).isEqualTo(past);
    assertThat(statesAt(PAST + 5)).isNotEqualTo(past);
  }

  @ParameterizedTest
  @ValueSource(strings = {"epochal", "3600000"})
  void aSignalStopsItInOrder(String blockTime) throws Exception {
    Path own = temporary.resolve("stopped-" + blockTime);
    Path err = Files.createTempFile(temporary, "err", ".txt");
    var args = new ArrayList<>(List.of("demo", "--genesis", "dev", "--data", own.toString()));
    if (!blockTime.equals("epochal")) {
      args.addAll(List.of("--block-time", blockTime));
    }
    Process process =
        new ProcessBuilder(CommandLineRun.commandLine(List.of(), args.toArray(String[]::new)))
            .redirectError(err.toFile())
            .start();
    var said = new StringBuilder();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      // With blocks an hour apart the clock is waiting; without a pause it is in the middle of it.
      while (line != null && !line.startsWith("Imported")) {
        line = lines.readLine();
      }
      assertThat(line).as("%s", Files.readString(err)).isNotNull();
      long asked = System.nanoTime();
      process.toHandle().destroy(); // which, unlike its own, leaves the output open
      for (line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it stops").isTrue();
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - asked)).isLessThan(30);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as("%s", Files.readString(err)).isZero();
    assertThat(said).contains("Stopped at block");
    assertThat(Files.readString(err)).isEmpty();
    assertThat(own.resolve("CLOSED")).exists();
    assertThat(
            CommandLineRun.here("audit", "--data", own.toString(), "--json")
                .succeeded()
                .json()
                .get("ok")
                .asBoolean())
        .isTrue();
  }
}
