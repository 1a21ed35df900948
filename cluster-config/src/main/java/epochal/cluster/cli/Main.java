package epochal.cluster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code epochal} command. */
@Command(
    name = "epochal",
    mixinStandardHelpOptions = true,
    version = "epochal 0.1.0",
    description = {
      "An event-sourced ledger engine for subnet economies.",
      "",
      "Start with 'epochal demo'; then 'epochal audit' proves what it wrote."
    },
    subcommands = {
      DemoCommand.class,
      AuditCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      EventsCommand.class,
      QueryCommand.class,
      SubmitCommand.class,
      SimulateCommand.class,
      ConformanceCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:it did not: a refusal, a divergence, damage; the message names a stable code",
      "2:the command line was not understood"
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command line and tells its exit code. */
  static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures());
  }
}
