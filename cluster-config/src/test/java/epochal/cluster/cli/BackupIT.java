package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drill: a node obeys its population without pause while it is backed up, again and again into
 * the same place. Each backup is restored and proved, what the node had acknowledged before the
 * backup began is looked for in it, and a node goes on from it.
 */
class BackupIT {
  private static final int ROUNDS = 3;
  private static final int LINES = 300;
  private static final Pattern ACKNOWLEDGED =
      Pattern.compile("([0-9a-f]{64}) ([a-z]+:\\w+) ([0-9]+)");

  @TempDir private Path temporary;

  /** A call as the node has acknowledged it. */
  private record Acknowledged(String call, String entity, long sequence) {
    String place() {
      return entity + " #" + sequence;
    }
  }

  /** What a node has acknowledged so far. */
  private static final class Heard {
    private final List<Acknowledged> calls = new ArrayList<>();
    private boolean ended;

    void listen(Process process) {
      try (var said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
          note(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        end();
      }
    }

    private synchronized void note(String line) {
      var matcher = ACKNOWLEDGED.matcher(line);
      // A call that changed nothing has no place.
      if (matcher.matches() && !matcher.group(3).equals("0")) {
        calls.add(
            new Acknowledged(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3))));
        notifyAll();
      }
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized List<Acknowledged> afterMore(int more) throws InterruptedException {
      int until = calls.size() + more;
      while (calls.size() < until) {
        assertThat(ended).as("the node has ended").isFalse();
        wait();
      }
      return List.copyOf(calls);
    }
  }

  @Test
  void whatWasAcknowledgedBeforeABackupIsRestored() throws Exception {
    Path data = temporary.resolve("data");
    Path to = temporary.resolve("backup");
    Process node =
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
            .redirectError(temporary.resolve("node.err").toFile())
            .start();
    var heard = new Heard();
    try {
      Thread listener = Thread.ofPlatform().start(() -> heard.listen(node));
      for (int round = 0; round < ROUNDS; round++) {
        List<Acknowledged> before = heard.afterMore(LINES);
        JsonNode made =
            CommandLineRun.here(
                    "backup", "--data", data.toString(), "--to", to.toString(), "--json")
                .succeeded()
                .json();
        heard.afterMore(1);
        check(to, temporary.resolve("copy-" + round), made, before);
      }
      node.toHandle().destroyForcibly();
      listener.join();
    } finally {
      node.destroyForcibly();
      assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    // and the node that was backed up has not suffered
    assertSound(data);
  }

  private static void check(Path to, Path copy, JsonNode made, List<Acknowledged> acknowledged) {
    JsonNode restored =
        CommandLineRun.here("restore", "--from", to.toString(), "--data", copy.toString(), "--json")
            .succeeded()
            .json();
    assertThat(restored.get("sha256")).isEqualTo(made.get("sha256"));
    JsonNode audit = audit(copy);
    assertThat(audit.get("ok").asBoolean()).as("%s", audit).isTrue();
    assertThat(audit.get("events")).isEqualTo(made.get("events"));
    assertThat(lost(copy, acknowledged)).isEmpty();
    assertSound(copy);
    assertThat(audit(copy).get("blocks").asLong()).isEqualTo(audit.get("blocks").asLong() + 2);
    assertThat(lost(copy, acknowledged)).isEmpty();
  }

  private static JsonNode audit(Path data) {
    return CommandLineRun.here("audit", "--data", data.toString(), "--json").json();
  }

  /** A node goes on from it. */
  private static void assertSound(Path data) {
    JsonNode run =
        CommandLineRun.here(
                "demo", "--genesis", "dev", "--blocks", "2", "--data", data.toString(), "--json")
            .succeeded()
            .json();
    assertThat(run.get("audit").get("ok").asBoolean()).as("%s", run).isTrue();
  }

  /** Those that are not where they should be. */
  private static List<Acknowledged> lost(Path data, List<Acknowledged> acknowledged) {
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
        .filter(call -> !call.call().equals(calls.get(call.place())))
        .toList();
  }
}
