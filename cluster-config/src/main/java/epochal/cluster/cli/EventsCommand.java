package epochal.cluster.cli;

import epochal.cluster.cli.RecordedLog.Line;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the log. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = "Prints the log of a data directory, one record a line, in its order.")
final class EventsCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The data directory of the network.")
  private Path data = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "OFFSET",
      defaultValue = "0",
      description = "The first offset to print (default: ${DEFAULT-VALUE}).")
  private long from;

  @Option(names = "--limit", paramLabel = "N", description = "Print at most so many.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--entity",
      paramLabel = "ENTITY",
      description =
          "Only of this one: account:ADDRESS, validator:ADDRESS, subnet:NETUID or"
              + " emission:NETUID.")
  private @Nullable String entity;

  @Option(
      names = "--kind",
      paramLabel = "EVENT",
      description = "Only of this kind, such as Transferred, BlockMinted or LanesSettled.")
  private @Nullable String kind;

  @Option(names = "--json", description = "Print one JSON object a record.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (from < 0 || limit < 1) {
      throw new CliException("InvalidArgument", "--from is 0 or more, --limit 1 or more.");
    }
    EntityId only = entity == null ? null : EntityId.parse(entity);
    String wanted = kind == null ? null : kind.toLowerCase(Locale.ROOT);
    var out = spec.commandLine().getOut();
    long printed = 0;
    try (RecordedLog log = RecordedLog.open(data)) {
      for (Line line = log.next(); line != null && printed < limit; line = log.next()) {
        if (line.offset() >= from
            && (only == null || only.equals(line.recorded().entity()))
            && (wanted == null || wanted.equals(line.kind().toLowerCase(Locale.ROOT)))) {
          out.println(json ? Json.text(object(line)) : text(line));
          printed++;
        }
      }
    }
    out.flush();
    return 0;
  }

  private static String text(Line line) {
    Recorded<?> recorded = line.recorded();
    return "%d  block %d  %s #%d  %s  %s"
        .formatted(
            line.offset(),
            recorded.block(),
            recorded.entity().text(),
            recorded.sequence(),
            recorded.event() == null ? withoutEvent(line) : recorded.event(),
            because(recorded.origin()));
  }

  private static String withoutEvent(Line line) {
    LaneNotes notes = line.recorded().notes();
    return notes.isEmpty()
        ? line.kind()
        : line.kind()
            + "[acknowledged="
            + notes.acknowledged()
            + ", forgotten="
            + notes.forgotten().stream().map(EntityId::text).toList()
            + "]";
  }

  private static String because(Origin origin) {
    return switch (origin) {
      case Origin.Signed(var call) ->
          "signed by " + call.signer() + " as " + call.id().hex().substring(0, 16);
      case Origin.Delivered(EntityId sender, long number) ->
          "message " + number + " of " + sender.text();
      case Origin.Clock ignored -> "by the clock";
      case Origin.Genesis ignored -> "at genesis";
      case Origin.Same ignored -> "with the record before";
    };
  }

  private static Map<String, @Nullable Object> object(Line line) {
    Recorded<?> recorded = line.recorded();
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("offset", line.offset());
    object.put("entity", recorded.entity().text());
    object.put("sequence", recorded.sequence());
    object.put("block", recorded.block());
    object.put("wall_millis", recorded.wallMillis());
    object.put("origin", origin(recorded.origin()));
    object.put("acknowledged", recorded.notes().acknowledged());
    object.put("forgotten", recorded.notes().forgotten());
    object.put("kind", line.kind());
    object.put("schema", line.schema());
    object.put("event", recorded.event());
    object.put("chain", line.chain().toString());
    return object;
  }

  private static Map<String, Object> origin(Origin origin) {
    var object = new LinkedHashMap<String, Object>();
    switch (origin) {
      case Origin.Signed(var call) -> {
        object.put("kind", "signed");
        object.put("call_id", call.id());
        object.put("call", call.call().getClass().getSimpleName());
        object.put("actor", call.call().actor());
        object.put("signer", call.signer());
        object.put("valid_until", call.validUntil());
        object.put("signed_bytes", call.signedBytes());
        object.put("signature", call.signature());
      }
      case Origin.Delivered(EntityId sender, long number) -> {
        object.put("kind", "delivered");
        object.put("from", sender.text());
        object.put("number", number);
      }
      case Origin.Clock ignored -> object.put("kind", "clock");
      case Origin.Genesis ignored -> object.put("kind", "genesis");
      case Origin.Same ignored -> object.put("kind", "same");
    }
    return object;
  }
}
