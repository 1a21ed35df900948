package epochal.cluster.cli;

import epochal.persistence.backup.Restore;
import epochal.persistence.backup.RestoreReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a data directory from a backup. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a data directory from a backup. Every file is verified against the backup's manifest,",
      "and the log is read from beginning to end, before anything counts as restored. A node goes",
      "on from it; 'epochal audit' proves it."
    })
final class RestoreCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR",
      description = "The directory that was given to 'epochal backup --to'.")
  private Path from = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The data directory to make: new or empty.")
  private Path data = Path.of("");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RestoreReport report = Restore.make(from, data);
    var out = spec.commandLine().getOut();
    if (json) {
      var object = new LinkedHashMap<String, Object>();
      object.put("network", report.networkId());
      object.put("events", report.entries());
      object.put("files", report.files());
      object.put("bytes", report.bytes());
      object.put("sha256", report.sha256());
      Json.print(out, object);
    } else {
      out.println(
          "restored: %,d events, %,d files and %,d bytes verified"
              .formatted(report.entries(), report.files(), report.bytes()));
      out.println("  sha256 of MANIFEST  " + report.sha256());
      out.println("  to prove it: epochal audit --data " + data);
      out.flush();
    }
    return 0;
  }
}
