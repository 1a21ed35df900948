package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one command line came to, in this process or in one of its own.
 *
 * @param err all that is not the result
 */
record CommandLineRun(int exitCode, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 120;

  /** Runs it here. What a demonstration shows goes to this process's own streams. */
  static CommandLineRun here(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  /** Runs it in a process of its own, with its output in files of this directory. */
  static CommandLineRun apart(Path directory, List<String> jvmOptions, String... args) {
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      Process process =
          new ProcessBuilder(commandLine(jvmOptions, args))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return ended(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a process whose output goes to these files. */
  static CommandLineRun ended(Process process, Path out, Path err) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + Files.readString(err));
      }
      return new CommandLineRun(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The command that runs this class path's command line in a JVM of its own. */
  static List<String> commandLine(List<String> jvmOptions, String... args) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return command;
  }

  CommandLineRun succeeded() {
    assertThat(exitCode).as("%s%n%s", out, err).isZero();
    return this;
  }

  /** It ended with exit code 1, and its errors say all this. */
  CommandLineRun failed(String... saying) {
    assertThat(exitCode).as("%s%n%s", out, err).isEqualTo(1);
    assertThat(err).contains(saying);
    return this;
  }

  /** Both streams. */
  String all() {
    return out + err;
  }

  /** The last line of the output, which is an object. */
  JsonNode json() {
    assertThat(out).as(err).isNotBlank();
    return parse(out.lines().toList().getLast());
  }

  static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }
}
