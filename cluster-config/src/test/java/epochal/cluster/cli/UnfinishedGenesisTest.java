package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epochal.actors.clock.Pace;
import epochal.actors.gateway.Node;
import epochal.actors.gateway.NodeSettings;
import epochal.actors.protocol.Outcome;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.key.SigningKey;
import epochal.ledger.money.Rao;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.record.CallCodec;
import epochal.subnets.Aggregates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A genesis whose import was cut off: nothing is obeyed before it is complete. */
class UnfinishedGenesisTest {
  private static final SigningKey ALICE = SigningKey.development("//Alice");
  private static final SigningKey BOB = SigningKey.development("//Bob");

  private final Genesis genesis = Genesis.shipped("dev");
  @TempDir private Path data;

  @BeforeEach
  void importAllButTheNetworksEmission() {
    DataDirectory.prepare(data, genesis);
    try (Node node = start()) {
      var openings = genesis.openings();
      get(node.open(openings.subList(0, openings.size() - 1)));

      assertThat(node.hasBegun()).isFalse();
    }
  }

  @Test
  void a_call_is_refused_and_changes_nothing() {
    try (Node node = start()) {
      var transfer =
          new AccountCommand.Transfer(ALICE.accountId(), BOB.accountId(), Rao.tao(1), true);
      var outcome =
          get(
              node.gateway()
                  .submit(CallCodec.sign(transfer, genesis.network().network(), 10, ALICE)));

      assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
      assertThat(outcome.toString()).contains("has not begun");
    }
  }

  @Test
  void submit_says_what_to_do() {
    CommandLineRun.here(
            "submit", "transfer", "//Bob", "1", "--as", "//Alice", "--data", data.toString())
        .failed("GenesisIncomplete", "epochal demo");
  }

  @Test
  void the_demo_goes_on_with_the_import_and_the_audit_passes() {
    CommandLineRun.here(
            "demo", "--genesis", "dev", "--blocks", "3", "--data", data.toString(), "--json")
        .succeeded();
  }

  @Test
  void fresh_removes_a_network_but_nothing_that_no_node_wrote() throws IOException {
    Files.writeString(data.resolve("thesis.txt"), "years of work");

    CommandLineRun.here(
            "demo", "--genesis", "dev", "--blocks", "1", "--fresh", "--data", data.toString())
        .failed("DataDirectoryUnusable", "thesis.txt");
    assertThat(data.resolve("thesis.txt")).hasContent("years of work");
    assertThat(data.resolve("FORMAT")).exists();
  }

  @Test
  void fresh_removes_everything_that_a_node_writes() throws IOException {
    // given a log of many segments, with a saved index, and snapshots
    Config small =
        ConfigFactory.parseString(
            "epochal.data.segment-size = 16 KiB, epochal.host.snapshot-every = 2");
    var settings = NodeSettings.of(data, new Aggregates(genesis.network())).with(small);
    try (Node node = Node.start(settings)) {
      get(node.open(genesis.openings()));
      get(node.clock().runTo(30, Pace.fast()));
    }
    assertThat(data.resolve("index")).isNotEmptyDirectory();
    assertThat(data.resolve("snapshots")).isNotEmptyDirectory();

    CommandLineRun.here(
            "demo", "--genesis", "dev", "--blocks", "1", "--fresh", "--data", data.toString())
        .succeeded();
  }

  private Node start() {
    return Node.start(NodeSettings.of(data, new Aggregates(genesis.network())));
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
