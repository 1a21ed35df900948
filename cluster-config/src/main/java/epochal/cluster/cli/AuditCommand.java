package epochal.cluster.cli;

import epochal.cluster.demo.DemoDisplay;
import epochal.ledger.id.EntityId;
import epochal.persistence.audit.AuditReport;
import epochal.persistence.audit.Divergence;
import epochal.persistence.audit.LogAudit;
import epochal.persistence.audit.Supply;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.genesis.Opening;
import epochal.persistence.log.LogFinding;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves a log. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Reads only the log of a data directory, applies every event to empty aggregates, and checks",
      "hashes, signatures, lanes, money and every epoch. The first divergence is named and ends it",
      "with exit code 1."
    })
final class AuditCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The data directory of the network; no node may be running on it.")
  private Path data = Path.of("");

  @Option(
      names = "--scan",
      description = {
        "Read the log once more after the audit, with its checksums verified and nothing decoded,",
        "and say how fast that was beside it."
      })
  private boolean scan;

  @Option(names = "--json", description = "Print one JSON object; progress goes to stderr.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
    LogAudit.Outcome outcome =
        audit(data, new DemoDisplay(json ? System.err : System.out, terminal && !json));
    BareScan bare = scan ? BareScan.of(data) : null;
    var out = spec.commandLine().getOut();
    if (json) {
      Map<String, @Nullable Object> object = object(outcome);
      if (bare != null) {
        object.put("scan", object(bare));
      }
      Json.print(out, object);
    } else {
      lines(outcome).forEach(out::println);
      if (bare != null) {
        out.println(line(bare));
      }
      out.flush();
    }
    return outcome.ok() ? 0 : 1;
  }

  /** Audits a directory and shows how far it is. */
  static LogAudit.Outcome audit(Path data, DemoDisplay display) {
    Genesis genesis;
    try (RecordedLog log = RecordedLog.open(data)) {
      genesis = log.genesis();
    }
    var openings = new TreeMap<EntityId, Object>();
    for (Opening opening : genesis.openings()) {
      openings.put(opening.entity(), opening.command());
    }
    return new LogAudit(
            new Aggregates(genesis.network()),
            openings,
            (events, block) ->
                display.tick("audited %,d events, up to block %,d".formatted(events, block)))
        .audit(data);
  }

  static List<String> lines(LogAudit.Outcome outcome) {
    AuditReport report = outcome.report();
    Supply supply = report.supply();
    var lines = new ArrayList<String>();
    lines.add(
        "audit: %s  %,d events of %,d entities, %,d blocks, %,d events/s"
            .formatted(
                outcome.ok() ? "OK" : "DIVERGED",
                report.events(),
                report.entities(),
                report.blocks(),
                outcome.eventsPerSecond()));
    lines.add(
        "  recomputed  %,d block rewards, %,d root epochs, %,d epochs; %,d signatures verified"
            .formatted(
                report.blocksRecomputed(),
                report.rootEpochsRecomputed(),
                report.epochsRecomputed(),
                report.signatures()));
    terms(supply)
        .forEach(
            (name, rao) -> lines.add("  %-10s %26s rao".formatted(name, "%,d".formatted(rao))));
    lines.add("  state hash  " + report.stateHash().hex());
    if (report.divergence() != null) {
      lines.add("  " + report.divergence());
    }
    if (outcome.damage() != null) {
      LogFinding damage = outcome.damage();
      lines.add(
          "  damage: %s, byte %d: %s"
              .formatted(damage.file(), damage.position(), damage.sentence()));
    }
    return lines;
  }

  private static String line(BareScan scan) {
    return "  bare scan   %,d entries of %,d bytes, %,d entries/s, %,d bytes/s"
        .formatted(scan.entries(), scan.bytes(), scan.entriesPerSecond(), scan.bytesPerSecond());
  }

  private static Map<String, Long> object(BareScan scan) {
    var object = new LinkedHashMap<String, Long>();
    object.put("entries", scan.entries());
    object.put("bytes", scan.bytes());
    object.put("entries_per_second", scan.entriesPerSecond());
    object.put("bytes_per_second", scan.bytesPerSecond());
    return object;
  }

  static Map<String, @Nullable Object> object(LogAudit.Outcome outcome) {
    AuditReport report = outcome.report();
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("ok", outcome.ok());
    object.put("events", report.events());
    object.put("entities", report.entities());
    object.put("blocks", report.blocks());
    object.put("epochs_recomputed", report.epochsRecomputed());
    object.put("root_epochs_recomputed", report.rootEpochsRecomputed());
    object.put("blocks_recomputed", report.blocksRecomputed());
    object.put("signatures_verified", report.signatures());
    object.put("supply", terms(report.supply()));
    object.put("state_hash", report.stateHash());
    object.put("events_per_second", outcome.eventsPerSecond());
    object.put("divergence", divergence(outcome));
    return object;
  }

  private static Map<String, Long> terms(Supply supply) {
    var terms = new LinkedHashMap<String, Long>();
    terms.put("minted", supply.minted().amount());
    terms.put("recycled", supply.recycled().amount());
    terms.put("free", supply.free().amount());
    terms.put("staked", supply.staked().amount());
    terms.put("pending", supply.pending().amount());
    terms.put("locked", supply.locked().amount());
    terms.put("in_flight", supply.inFlight().amount());
    return terms;
  }

  private static @Nullable Map<String, @Nullable Object> divergence(LogAudit.Outcome outcome) {
    Divergence found = outcome.report().divergence();
    LogFinding damage = outcome.damage();
    if (found == null && damage == null) {
      return null;
    }
    var object = new LinkedHashMap<String, @Nullable Object>();
    if (found != null) {
      object.put("entity", found.entity() == null ? null : found.entity().text());
      object.put("sequence", found.sequence());
      object.put("block", found.block());
      object.put("field", found.field());
      object.put("expected", found.expected());
      object.put("found", found.found());
      object.put("sentence", found.sentence());
    }
    if (damage != null) {
      object.put("file", damage.file().toString());
      object.put("position", damage.position());
      object.put("damage", damage.kind().name());
      object.put("what", damage.sentence());
    }
    return object;
  }
}
