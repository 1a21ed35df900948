package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command helps. */
class HelpTest {

  static Stream<List<String>> commands() {
    var commands = new ArrayList<List<String>>();
    collect(Main.commandLine(), List.of(), commands);
    assertThat(commands).hasSizeGreaterThan(15);
    return commands.stream();
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> commands) {
    commands.add(path);
    command
        .getSubcommands()
        .forEach(
            (name, below) -> {
              var to = new ArrayList<>(path);
              to.add(name);
              collect(below, to, commands);
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpNamesEveryOptionAndParameter(List<String> path) {
    var args = new ArrayList<>(path);
    args.add("--help");
    CommandLineRun run = CommandLineRun.here(args.toArray(String[]::new)).succeeded();

    CommandLine command = Main.commandLine();
    for (String name : path) {
      command = command.getSubcommands().get(name);
    }
    var spec = command.getCommandSpec();
    assertThat(run.out()).contains("Usage: " + spec.qualifiedName());
    assertThat(run.err()).isEmpty();
    spec.options().stream()
        .filter(option -> !option.hidden())
        .forEach(
            option -> {
              assertThat(run.out()).contains(option.longestName());
              assertThat(option.description()).as(option.longestName()).isNotEmpty();
            });
    spec.positionalParameters()
        .forEach(parameter -> assertThat(run.out()).contains(parameter.paramLabel()));
    spec.subcommands().keySet().forEach(name -> assertThat(run.out()).contains(name));
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    CommandLineRun run = CommandLineRun.here();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("demo", "audit", "query").doesNotContain("\tat ");
  }
}
