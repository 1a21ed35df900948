package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole product, killed at any moment, again and again over the same directory. Outside of it
 * stands what it acknowledged; all of that must be in the log, and the log must be sound.
 */
class KillLoopIT {
  private static final int ROUNDS = Integer.getInteger("epochal.kill.rounds", 8);
  private static final long SEED = Long.getLong("epochal.kill.seed", 42);
  private static final int MOST_LINES = 400;
  private static final Pattern ACKNOWLEDGED =
      Pattern.compile("([0-9a-f]{64}) ([a-z]+:\\w+) ([0-9]+)");

  @TempDir private Path data;

  /** A call as the node has acknowledged it. */
  private record Acknowledged(String call, String entity, long sequence) {
    String place() {
      return entity + " #" + sequence;
    }
  }

  @Test
  void nothingAcknowledgedIsLostHoweverOftenItIsKilled() throws Exception {
    var random = new Random(SEED);
    var acknowledged = new ArrayList<Acknowledged>();
    int killed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      // Also at once, when it has hardly begun.
      int lines = round % 4 == 3 ? random.nextInt(20) : random.nextInt(MOST_LINES);
      killed += killedAfter(lines, acknowledged) ? 1 : 0;

      JsonNode clean =
          CommandLineRun.here(
                  "demo", "--genesis", "dev", "--blocks", "2", "--data", data.toString(), "--json")
              .succeeded()
              .json();
      assertThat(clean.get("audit").get("ok").asBoolean())
          .as("round %d, seed %d, after %d lines: %s", round, SEED, lines, clean.get("audit"))
          .isTrue();
      assertThat(lost(acknowledged)).as("round %d, seed %d", round, SEED).isEmpty();
    }
    assertThat(killed).as("rounds in which it was running when it was killed").isEqualTo(ROUNDS);
    assertThat(acknowledged).as("calls that were acknowledged").hasSizeGreaterThan(20 * ROUNDS);
  }

  /** Starts the node, kills it when it has said so much, and keeps what it acknowledged. */
  private boolean killedAfter(int lines, List<Acknowledged> acknowledged)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                CommandLineRun.commandLine(
                    List.of(),
                    "demo",
                    "--genesis",
                    "dev",
                    "--json",
                    "--data",
                    data.toString(),
                    "--acknowledged",
                    "/dev/stdout"))
            .redirectErrorStream(true)
            .start();
    boolean running;
    try (var said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = said.readLine();
      for (int i = 0; i < lines && line != null; i++) {
        keep(line, acknowledged);
        line = said.readLine();
      }
      running = process.isAlive();
      process.toHandle().destroyForcibly(); // which, unlike its own, leaves the output open
      for (; line != null; line = said.readLine()) {
        keep(line, acknowledged);
      }
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    return running;
  }

  private static void keep(String line, List<Acknowledged> acknowledged) {
    var matcher = ACKNOWLEDGED.matcher(line);
    if (matcher.matches()) {
      acknowledged.add(
          new Acknowledged(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3))));
    }
  }

  /** Those that are not where they should be; a call that changed nothing has no place. */
  private List<Acknowledged> lost(List<Acknowledged> acknowledged) {
    Map<String, String> calls = new TreeMap<>();
    try (RecordedLog log = RecordedLog.open(data)) {
      for (var line = log.next(); line != null; line = log.next()) {
        Recorded<?> recorded = line.recorded();
        if (recorded.origin() instanceof Origin.Signed(var call)) {
          calls.put(recorded.entity().text() + " #" + recorded.sequence(), call.id().hex());
        }
      }
    }
    return acknowledged.stream()
        .filter(call -> call.sequence() > 0 && !call.call().equals(calls.get(call.place())))
        .toList();
  }
}
