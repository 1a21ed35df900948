package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import epochal.cluster.bench.ConservationCheck;
import epochal.ledger.key.Hash256;
import epochal.persistence.genesis.Genesis;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One short measurement, and what is made of its log. */
class BenchTransfersCommandTest {
  @TempDir private static Path directory;

  private static Path data;
  private static CommandLineRun run;

  @BeforeAll
  static void measure() {
    data = directory.resolve("data");
    run = bench("--data", data.toString(), "--plot", directory.resolve("plots").toString());
    run.succeeded();
  }

  private static CommandLineRun bench(String... more) {
    return CommandLineRun.here(
        Stream.concat(
                Stream.of("bench", "transfers", "--accounts", "60", "--active", "50"),
                Stream.concat(
                    Stream.of("--in-flight", "32", "--warm-up", "0", "--seconds", "1", "--json"),
                    Stream.of(more)))
            .toArray(String[]::new));
  }

  @Test
  void itTellsWhatItMeasuredAndThatNothingIsLost() {
    JsonNode result = run.json();

    assertThat(result.get("conserved").asBoolean()).isTrue();
    for (String figure :
        List.of(
            "transfers_per_second",
            "events_per_second",
            "p50_ms",
            "p99_ms",
            "p999_ms",
            "max_ms",
            "fsync_p99_ms",
            "events_per_fsync",
            "bytes_per_transfer",
            "cpu_us_per_transfer")) {
      assertThat(result.get(figure).asDouble()).as(figure).isPositive();
    }
    assertThat(result.get("max_ms").asDouble())
        .isGreaterThanOrEqualTo(result.get("p999_ms").asDouble());
    assertThat(result.get("fsync_max_ms").asDouble())
        .isGreaterThanOrEqualTo(result.get("fsync_p99_ms").asDouble());
    assertThat(result.get("refused")).isEmpty();
    assertThat(result.get("audit").get("signatures_verified").asLong()).isZero();
    assertThat(directory.resolve("plots/memory.svg")).content().contains("<svg", "resident");
  }

  @Test
  void anyoneCanAuditTheLogAndNoOtherNodeServesIt() {
    CommandLineRun.here("audit", "--data", data.toString()).succeeded();
    CommandLineRun.here(
            "submit", "transfer", "//Bob", "1", "--as", "//Alice", "--data", data.toString())
        .failed("has no signatures");
  }

  @Test
  void withSignaturesTheyAreVerifiedAgain() {
    JsonNode result = bench("--signed", "--skew", "hot", "--rate", "200").succeeded().json();

    assertThat(result.get("conserved").asBoolean()).isTrue();
    assertThat(result.get("audit").get("signatures_verified").asLong())
        .isGreaterThanOrEqualTo(result.get("transfers").asLong());
  }

  @Test
  void aTransferMoreOrLessThanTheLogHoldsShows() {
    long counted = counted();

    assertThat(check(data, counted).holds()).isTrue();
    assertThat(check(data, counted + 1).sentence()).contains("the client counted");
    assertThat(check(data, counted + 1).holds()).isFalse();
    assertThat(check(data, counted - 1).holds()).isFalse();
  }

  @Test
  void aChangedByteShows() throws IOException {
    Path copy = copy("changed");
    Path segment = segment(copy);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);

    assertThat(check(copy, counted()).holds()).isFalse();
  }

  @Test
  void aLostEndShowsAlsoWhereTheLogDoesNotSayWhereItEnds() throws IOException {
    Path copy = copy("cut");
    Path segment = segment(copy);
    try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 2_000);
    }
    assertThat(check(copy, counted()).holds()).isFalse();

    Files.delete(copy.resolve("CLOSED"));
    assertThat(check(copy, counted()).holds()).isFalse();
  }

  private static long counted() {
    return run.json().get("transfers_in_log").asLong();
  }

  private static ConservationCheck.Verdict check(Path directory, long count) {
    Hash256 network = Genesis.load(data.resolve("genesis.json")).network().network();
    return new ConservationCheck(directory, network, (events, block) -> {}).check(0, count);
  }

  private static Path copy(String name) throws IOException {
    Path copy = directory.resolve(name);
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Path to = copy.resolve(data.relativize(file).toString());
        Files.copy(file, to);
      }
    }
    return copy;
  }

  private static Path segment(Path copy) throws IOException {
    try (Stream<Path> segments = Files.list(copy.resolve("segments"))) {
      return segments.sorted().toList().getLast();
    }
  }
}
