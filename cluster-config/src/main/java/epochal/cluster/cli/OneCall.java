package epochal.cluster.cli;

import epochal.actors.clock.Pace;
import epochal.actors.gateway.Node;
import epochal.actors.gateway.NodeSettings;
import epochal.actors.protocol.Outcome;
import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.key.SigningKey;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.log.LogException;
import epochal.persistence.record.CallCodec;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Starts the node of a data directory for one call, lets a few blocks pass so that what the call
 * sends arrives, and stops it.
 */
record OneCall(
    Path data, SigningKey signer, long validBlocks, @Nullable Long validUntil, boolean json) {
  private static final int BLOCKS_AFTER = 2;
  private static final long LOOK_AT_LOG_MILLIS = 500;

  int run(Call call, CommandLine commandLine) {
    Genesis genesis;
    try (RecordedLog log = RecordedLog.open(data)) {
      genesis = log.genesis();
    }
    try (Node node = Node.start(NodeSettings.of(data, new Aggregates(genesis.network())))) {
      if (!node.hasBegun()) {
        throw new CliException(
            "GenesisIncomplete",
            "The network's genesis was not imported to the end: run 'epochal demo --data "
                + data
                + "' once.");
      }
      node.woken().toCompletableFuture().join();
      SignedCall signed =
          CallCodec.sign(
              call,
              genesis.network().network(),
              validUntil == null ? node.height().height() + validBlocks : validUntil,
              signer);
      Outcome outcome = node.gateway().submit(signed).toCompletableFuture().join();
      if (outcome instanceof Outcome.Failed
          && node.log().stopped().orElse(null) instanceof LogException failed) {
        throw failed;
      }
      int exitCode = tell(signed, outcome, commandLine);
      if (outcome instanceof Outcome.Accepted && !blocksFollow(node)) {
        commandLine
            .getErr()
            .println(
                "The log cannot be written any more, so that no block follows: what the call sends"
                    + " arrives when a node runs here again.");
      }
      return exitCode;
    }
  }

  /** Whether there were blocks in which what the call sends arrives. */
  private static boolean blocksFollow(Node node) {
    long until = node.height().height() + BLOCKS_AFTER;
    CompletableFuture<Long> reached = node.clock().runTo(until, Pace.fast()).toCompletableFuture();
    while (!reached.isDone()) {
      try {
        reached.get(LOOK_AT_LOG_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (node.log().trouble().isPresent()) {
          return false;
        }
      } catch (ExecutionException e) {
        break;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the call was interrupted", e);
      }
    }
    return reached.join() >= until;
  }

  private int tell(SignedCall signed, Outcome outcome, CommandLine commandLine) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("call_id", signed.id());
    object.put("entity", signed.call().target().text());
    String line;
    switch (outcome) {
      case Outcome.Accepted(long sequence, long block) -> {
        object.put("outcome", "accepted");
        object.put("sequence", sequence);
        object.put("block", block);
        line =
            "accepted at block "
                + block
                + " as record "
                + sequence
                + " of "
                + signed.call().target().text()
                + ", call "
                + signed.id().hex();
      }
      case Outcome.Rejected(var rejection) -> {
        object.put("outcome", "rejected");
        object.put("code", rejection.code().name());
        object.put("sentence", rejection.sentence());
        object.put("numbers", rejection.numbers());
        line = "error: " + rejection.code() + ": " + rejection.sentence();
      }
      case Outcome.Busy(String sentence) -> {
        object.put("outcome", "busy");
        object.put("sentence", sentence);
        line = "error: Busy: " + sentence;
      }
      case Outcome.Unavailable(String code, String sentence) -> {
        object.put("outcome", "unavailable");
        object.put("code", code);
        object.put("sentence", sentence);
        line = "error: " + code + ": " + sentence;
      }
      case Outcome.Failed(String sentence) -> {
        object.put("outcome", "unknown");
        object.put("sentence", sentence);
        line =
            "error: Failed: "
                + sentence
                + " Submit it again with --valid-until "
                + signed.validUntil()
                + ", which makes it the same command.";
      }
    }
    boolean accepted = outcome instanceof Outcome.Accepted;
    if (json) {
      Json.print(commandLine.getOut(), object);
    } else if (accepted) {
      commandLine.getOut().println(line);
      commandLine.getOut().flush();
    } else {
      commandLine.getErr().println(line);
    }
    return accepted ? 0 : 1;
  }
}
