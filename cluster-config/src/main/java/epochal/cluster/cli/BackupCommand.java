package epochal.cluster.cli;

import epochal.persistence.backup.Backup;
import epochal.persistence.backup.BackupReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies a data directory while its node runs. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copies a data directory, also while a node runs on it and goes on writing. All that was",
      "acknowledged before is in the copy. Into the directory of an earlier backup only what is new",
      "is copied; that backup counts until this one is whole. 'epochal restore' puts it back."
    })
final class BackupCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The data directory of the network.")
  private Path data = Path.of("");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "Where to put the backup: new, empty, or an earlier backup of the network.")
  private Path to = Path.of("");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RecordedLog.requireNetwork(data);
    DataDirectory.requireGenesis(data);
    long start = System.nanoTime();
    BackupReport report = Backup.make(data, to);
    long millis = (System.nanoTime() - start) / 1_000_000;
    var out = spec.commandLine().getOut();
    if (json) {
      var object = new LinkedHashMap<String, Object>();
      object.put("network", report.networkId());
      object.put("events", report.entries());
      object.put("files", report.files());
      object.put("bytes", report.bytes());
      object.put("copied_files", report.copiedFiles());
      object.put("copied_bytes", report.copiedBytes());
      object.put("sha256", report.sha256());
      object.put("millis", millis);
      Json.print(out, object);
    } else {
      out.println(
          "backup: %,d events in %,d bytes, of which %,d are new, in %,d ms"
              .formatted(report.entries(), report.bytes(), report.copiedBytes(), millis));
      out.println("  sha256 of MANIFEST  " + report.sha256());
      out.println("  to restore it: epochal restore --from %s --data DIR".formatted(to));
      out.flush();
    }
    return 0;
  }
}
