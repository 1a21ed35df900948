package epochal.cluster.cli;

import epochal.cluster.conformance.Conformance;
import epochal.cluster.conformance.Summary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the arithmetic against vectors that the reference chain computed. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = {
      "Checks Yuma epochs, root epochs and block emission against files of reference vectors.",
      "Files are JSON lines, gzip'd or plain; what they hold is recognised by content."
    })
final class ConformanceCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of vectors.")
  private List<Path> files = List.of();

  @Option(names = "--json", description = "Print one JSON object for each kind of vector.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    boolean conforms = true;
    for (Path file : files) {
      for (Summary summary : Conformance.check(file)) {
        conforms &= summary.conforms();
        if (json) {
          Json.print(out, object(summary));
        } else {
          out.println(summary);
        }
        out.flush();
      }
    }
    return conforms ? 0 : 1;
  }

  private static Map<String, Object> object(Summary summary) {
    var object = new LinkedHashMap<String, Object>();
    object.put("kind", summary.kind().label());
    object.put("cases", summary.cases());
    object.put("checks", summary.checks());
    object.put("skipped", summary.skipped());
    object.put("mismatches", summary.mismatches());
    object.put("first_mismatch", summary.firstMismatch().orElse(null));
    return object;
  }
}
