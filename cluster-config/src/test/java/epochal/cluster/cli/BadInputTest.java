package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import epochal.ledger.key.SigningKey;
import epochal.persistence.genesis.Genesis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people get wrong: each is answered with a stable code and a sentence that says what to do,
 * exit code 1 (2 if the command line itself is wrong), no stack trace, and nothing lost.
 */
class BadInputTest {
  private static final String ALICE = SigningKey.development("//Alice").accountId().toString();

  @TempDir private static Path temporary;
  private static Path data;
  private static String stateHash;

  @BeforeAll
  static void makeANetwork() {
    data = temporary.resolve("data");
    CommandLineRun.here(
            "demo", "--genesis", "dev", "--blocks", "2", "--data", data.toString(), "--json")
        .succeeded();
    stateHash = stateHash();
  }

  private static String stateHash() {
    return CommandLineRun.here("audit", "--data", data.toString(), "--json")
        .succeeded()
        .json()
        .get("state_hash")
        .asText();
  }

  private static Path file(String name, String content) throws IOException {
    return Files.writeString(temporary.resolve(name), content);
  }

  private static void assertRefused(CommandLineRun run, String code, String... advice) {
    assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error: " + code + ": ")
        .contains(advice)
        .doesNotContain("\tat ", "java.");
    assertThat(run.err().lines()).as("one sentence").hasSize(1);
    assertThat(run.err().strip()).hasSizeGreaterThan(code.length() + 30);
  }

  private static CommandLineRun transfer(String to, String amount) {
    return CommandLineRun.here(
        "submit", "transfer", "--as", "//Alice", "--data", data.toString(), "--", to, amount);
  }

  static Stream<Arguments> addresses() {
    String last = ALICE.endsWith("a") ? "b" : "a";
    return Stream.of(
        Arguments.of("one character short", ALICE.substring(1), "47 characters"),
        Arguments.of("one character more", ALICE + "a", "49 characters"),
        Arguments.of("a character mistyped", ALICE.substring(0, 47) + last, "again"),
        Arguments.of("a character that base58 lacks", "0" + ALICE.substring(1), "'0'"),
        Arguments.of("another network's", "1" + ALICE.substring(1), "address"),
        Arguments.of("space in front", " " + ALICE, "address"),
        Arguments.of("hexadecimal", "0x" + "ab".repeat(32), "address"),
        Arguments.of("nothing", "", "address"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("addresses")
  void malformedAddresses(String what, String address, String advice) {
    assertRefused(transfer(address, "1"), "InvalidAddress", advice);
    assertRefused(
        CommandLineRun.here("query", "account", address, "--data", data.toString()),
        "InvalidAddress",
        advice);
    assertRefused(
        CommandLineRun.here("events", "--entity", "account:" + address, "--data", data.toString()),
        "InvalidAddress",
        advice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "0.0000000001",
        "9223372036.854775808",
        "1e30",
        "18446744073709551616",
        "ten",
        "",
        "1,5",
        "NaN",
        "0x10"
      })
  void impossibleAmounts(String amount) {
    assertRefused(transfer("//Bob", amount), "AmountOutOfRange", "'" + amount + "'");
    assertThat(stateHash()).isEqualTo(stateHash);
  }

  static Stream<Arguments> cases() throws IOException {
    String here = data.toString();
    String nowhere = temporary.resolve("nowhere").toString();
    Path text = file("text", "I am a file.");
    String below = text.resolve("data").toString();
    String dev = new String(Genesis.shipped("dev").bytes(), StandardCharsets.UTF_8);
    String other =
        file("other.json", dev.replace("\"name\": \"dev\"", "\"name\": \"mine\"")).toString();
    String cut = file("cut.json", dev.substring(0, dev.length() / 2)).toString();
    String wrong =
        file("wrong.json", dev.replace("\"root_seats\": 4", "\"root_seats\": -4")).toString();
    Path newer = Files.createDirectories(temporary.resolve("newer"));
    Files.writeString(newer.resolve("FORMAT"), sealed("epochal-log\nversion 12\nsomething\n"));
    Path full = Files.createDirectories(temporary.resolve("full"));
    Files.writeString(full.resolve("thesis.txt"), "All my work.");
    return Stream.of(
        of("InvalidArgument", "netuid", "submit register 70000 //Bob --as //Alice --data " + here),
        of("SubNetworkDoesNotExist", "77", "submit register 77 //Bob --as //Alice --data " + here),
        of("InvalidArgument", "0 to 65535", "query --data " + here + " -- subnet -1"),
        of("InvalidArgument", "0 to 65535", "query subnet one --data " + here),
        of("UnknownEntity", "check the key", "query subnet 77 --data " + here),
        of("UnknownEntity", "check the key", "query account //Nobody --data " + here),
        of("UnknownEntity", "check the key", "query validator //Nobody --data " + here),
        of("InvalidArgument", "query subnet 0", "query metagraph 0 --data " + here),
        of("BlockNotReached", "at block 2", "query subnet 1 --at 3 --data " + here),
        of("InvalidArgument", "0 or more", "query subnet 1 --at -1 --data " + here),
        of("InvalidArgument", "account:ADDRESS", "events --entity moon:1 --data " + here),
        of("InvalidArgument", "--limit", "events --limit 0 --data " + here),
        of("InvalidArgument", "--from", "events --from -5 --data " + here),
        of("InvalidKey", "//Alice", "submit transfer //Bob 1 --as Alice --data " + here),
        of(
            "InvalidArgument",
            "//Alice",
            "submit transfer //Bob/soft 1 --as //Alice --data " + here),
        of(
            "InvalidArgument",
            "3:65535",
            "submit set-weights 1 3-65535 --as //Alice --data " + here),
        of("BadSigner", "sign", "submit transfer //Eve 1 --as //Bob --for //Dave --data " + here),
        of("FundsUnavailable", "", "submit transfer //Bob 5000000 --as //Eve --data " + here),
        of("DataDirectoryMissing", "epochal demo", "audit --data " + nowhere),
        of("DataDirectoryMissing", "epochal demo", "events --data " + nowhere),
        of("DataDirectoryMissing", "epochal demo", "query subnet 1 --data " + nowhere),
        of(
            "DataDirectoryMissing",
            "epochal demo",
            "submit transfer //Bob 1 --as //Alice --data " + nowhere),
        of("DataDirectoryVersion", "version 12", "audit --data " + newer),
        of("DataDirectoryVersion", "version 12", "events --data " + newer),
        of("DataDirectoryVersion", "version 12", "demo --genesis dev --blocks 1 --data " + newer),
        of(
            "DataDirectoryNetwork",
            "Name the",
            "demo --blocks 1 --data " + here + " --genesis " + other),
        of("UnknownGenesis", "finney, dev", "demo --blocks 1 --genesis nakamoto --data " + nowhere),
        of("UnknownGenesis", "finney, dev", "simulate --genesis nakamoto"),
        of(
            "InvalidGenesis",
            "invalid at",
            "demo --blocks 1 --data " + nowhere + " --genesis " + cut),
        of(
            "InvalidGenesis",
            "root_seats",
            "demo --blocks 1 --data " + nowhere + " --genesis " + wrong),
        of("InvalidGenesis", "root_seats", "simulate --genesis " + wrong),
        of("GenesisUnreadable", "whole", "simulate --genesis " + temporary),
        of("InvalidArgument", "--blocks", "simulate --blocks 0"),
        of("InvalidArgument", "--blocks", "demo --genesis dev --blocks 0 --data " + nowhere),
        of(
            "InvalidArgument",
            "--block-time",
            "demo --genesis dev --block-time 0 --data " + nowhere),
        of("DataDirectoryUnusable", "--data", "demo --genesis dev --blocks 1 --data " + full),
        of(
            "DataDirectoryUnusable",
            "--data",
            "demo --genesis dev --blocks 1 --fresh --data " + full),
        of("DataDirectoryUnusable", "--data", "demo --genesis dev --blocks 1 --data " + below),
        of("DataDirectoryUnusable", "--data", "demo --genesis dev --blocks 1 --data " + text),
        of("DataDirectoryMissing", "epochal demo", "audit --data " + text));
  }

  private static Arguments of(String code, String advice, String line) {
    return Arguments.of(code, advice, line.replace(temporary.toString(), "TMP"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("cases")
  void refusals(String code, String advice, String line) throws IOException {
    String[] args =
        Arrays.stream(line.split(" "))
            .map(word -> word.replace("TMP", temporary.toString()))
            .toArray(String[]::new);

    assertRefused(CommandLineRun.here(args), code, advice);

    assertThat(stateHash()).as("nothing happened").isEqualTo(stateHash);
    assertThat(temporary.resolve("nowhere")).doesNotExist();
    assertThat(temporary.resolve("full/thesis.txt")).hasContent("All my work.");
  }

  @Test
  void aProgramIsToldTheSame() {
    CommandLineRun run =
        CommandLineRun.here("query", "account", "//Nobody", "--data", data.toString(), "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    JsonNode error = run.json().get("error");
    assertThat(error.get("code").asText()).isEqualTo("UnknownEntity");
    assertThat(error.get("sentence").asText()).contains("check the key");
  }

  @ParameterizedTest
  @CsvSource({
    "dem, Did you mean",
    "demo --block 5, Unknown option",
    "demo --blocks many, is not a long",
    "query planet 3 --data x, expected one of",
    "query account, Missing required",
    "audit, --data=DIR",
    "submit --as //Alice --data x, Name a call",
    "submit transfer //Bob 1 --data x, --as=KEY",
    "simulate --faults some, expected one of",
    "conformance, FILE",
    "'events --data x --from y', is not a long"
  })
  void usage(String line, String advice) {
    CommandLineRun run = CommandLineRun.here(line.split(" "));
    assertThat(run.exitCode()).as(run.all()).isEqualTo(2);
    assertThat(run.err()).contains(advice).doesNotContain("\tat ", "Exception");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void noPermission() {
    // Also to the superuser, whom permissions do not bind, this place is not writable.
    CommandLineRun run =
        CommandLineRun.here("demo", "--genesis", "dev", "--blocks", "1", "--data", "/dev/null/x");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .containsPattern("error: DataDirectory(Permission|Unusable): ")
        .contains("name another")
        .doesNotContain("\tat ");
  }

  @Test
  void aDirectoryThatIsInUse() throws Exception {
    Path used = temporary.resolve("used");
    Process process =
        new ProcessBuilder(
                CommandLineRun.commandLine(
                    List.of(),
                    "demo",
                    "--genesis",
                    "dev",
                    "--block-time",
                    "3600000",
                    "--data",
                    used.toString()))
            .redirectError(temporary.resolve("used.err").toFile())
            .start();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("Imported")) {
        line = lines.readLine();
      }
      assertThat(line).isNotNull();
      String holder = "process " + process.pid();
      String[] at = {"--data", used.toString()};
      for (String command :
          new String[] {
            "audit",
            "events",
            "query subnet 1",
            "submit transfer //Bob 1 --as //Alice",
            "demo --genesis dev --blocks 1",
            "demo --genesis dev --blocks 1 --fresh"
          }) {
        String[] args =
            Stream.concat(Arrays.stream(command.split(" ")), Arrays.stream(at))
                .toArray(String[]::new);
        CommandLineRun run = CommandLineRun.here(args);
        assertThat(run.exitCode()).as(command).isEqualTo(1);
        assertRefused(run, "DataDirectoryInUse", holder);
      }
      assertThat(process.isAlive()).isTrue();
      assertThat(used.resolve("FORMAT")).exists();
    } finally {
      process.destroyForcibly().waitFor();
    }
    CommandLineRun.here("audit", "--data", used.toString(), "--json").succeeded();
  }

  /** A limit on file sizes, which anyone may set on himself, is a full disk to the log. */
  @Test
  void aFullDisk() throws Exception {
    Path full = temporary.resolve("no-room");
    Path out = temporary.resolve("no-room.out");
    Path err = temporary.resolve("no-room.err");
    List<String> command =
        CommandLineRun.commandLine(
            List.of("-XX:-UsePerfData"),
            "demo",
            "--genesis",
            "dev",
            "--blocks",
            "500",
            "--json",
            "--data",
            full.toString());
    var limited =
        Stream.concat(Stream.of("sh", "-c", "ulimit -f 200; exec \"$@\"", "sh"), command.stream())
            .toList();
    Process process =
        new ProcessBuilder(limited)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      awaitSaid(process, err, "DiskFull: The disk is full");
      assertThat(process.isAlive()).as("it waits for room").isTrue();
      process.toHandle().destroy();
      CommandLineRun run = CommandLineRun.ended(process, out, err);

      assertThat(run.exitCode()).as(run.all()).isEqualTo(1);
      assertThat(run.err()).contains("Free some space", "Stopped at block").doesNotContain("\tat ");
    } finally {
      process.destroyForcibly().waitFor();
    }

    // with room again it goes on, and nothing is lost
    CommandLineRun again =
        CommandLineRun.here(
                "demo", "--genesis", "dev", "--blocks", "2", "--json", "--data", full.toString())
            .succeeded();
    assertThat(again.json().get("audit").get("ok").asBoolean()).isTrue();

    // and a single call is refused by the same code where less is free than is to be kept
    CommandLineRun call =
        CommandLineRun.apart(
            temporary,
            List.of("-Depochal.data.min-free-space=8000000g"),
            "submit",
            "transfer",
            "//Bob",
            "1",
            "--as",
            "//Alice",
            "--json",
            "--data",
            full.toString());
    assertThat(call.exitCode()).as(call.all()).isEqualTo(1);
    assertThat(call.json().get("outcome").asText()).isEqualTo("unavailable");
    assertThat(call.json().get("code").asText()).isEqualTo("DiskFull");
    assertThat(call.json().get("sentence").asText()).contains("more are missing", "Free some");
    assertThat(call.err()).doesNotContain("\tat ");
  }

  private static void awaitSaid(Process process, Path file, String text) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!Files.readString(file).contains(text)) {
      assertThat(System.nanoTime()).as(Files.readString(file)).isLessThan(deadline);
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        assertThat(Files.readString(file)).contains(text);
      }
    }
  }

  private static String sealed(String body) {
    var crc = new CRC32C();
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    crc.update(bytes, 0, bytes.length);
    return body + "checksum %08x\n".formatted((int) crc.getValue());
  }
}
