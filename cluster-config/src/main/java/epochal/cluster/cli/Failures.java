package epochal.cluster.cli;

import epochal.cluster.conformance.ConformanceException;
import epochal.ledger.key.InvalidAddressException;
import epochal.persistence.backup.BackupException;
import epochal.persistence.genesis.GenesisException;
import epochal.persistence.log.LogException;
import epochal.persistence.wire.UnreadableRecordException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * How a failure is shown: one line with a stable code and a sentence that says what to do, as JSON
 * where the command was asked for JSON. A stack trace is shown only for what nobody foresaw.
 */
final class Failures implements IExecutionExceptionHandler {

  /** A failure as it is told. */
  record Failure(String code, String sentence, boolean foreseen) {}

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine commandLine, ParseResult parsed) {
    Failure failure = of(thrown);
    if (isAskedForJson(parsed)) {
      Json.print(
          commandLine.getOut(),
          Map.of("error", Map.of("code", failure.code(), "sentence", failure.sentence())));
    }
    commandLine.getErr().println("error: " + failure.code() + ": " + failure.sentence());
    if (!failure.foreseen()) {
      thrown.printStackTrace(commandLine.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** Of the command line as a whole, since a command below another has a result of its own. */
  private static boolean isAskedForJson(ParseResult parsed) {
    return parsed.hasMatchedOption("--json")
        || (parsed.hasSubcommand() && isAskedForJson(parsed.subcommand()));
  }

  static Failure of(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String sentence = String.valueOf(cause.getMessage());
    return switch (cause) {
      case CliException known -> new Failure(known.code(), sentence, true);
      case LogException known -> new Failure(known.code(), sentence, true);
      case BackupException known -> new Failure(known.code(), sentence, true);
      case GenesisException known -> new Failure(known.code(), sentence, true);
      case InvalidAddressException known -> new Failure(known.code(), sentence, true);
      case ConformanceException known -> new Failure("MalformedVectors", sentence, true);
      case UnreadableRecordException known -> new Failure("UnreadableRecord", sentence, true);
      case TimeoutException known ->
          new Failure(
              "NoAnswer",
              "The node did not answer in time: run the command again, it goes on where it was.",
              true);
      case IllegalArgumentException known -> new Failure("InvalidArgument", sentence, true);
      default ->
          new Failure(
              "Unexpected",
              "This should not have happened; the data directory is as it was. " + cause,
              false);
    };
  }
}
