package epochal.persistence.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A log in a process of its own, which can be killed. */
public final class LogChild implements AutoCloseable {
  /** Opens, says how that went, and goes. */
  static final String OPEN = "open";

  /** Opens, says so, and stays until it is killed. */
  public static final String HOLD = "hold";

  /** Opens and appends to eight streams without end, and says what was acknowledged. */
  public static final String WRITE = "write";

  private static final int STREAMS = 8;

  private final Process process;
  private final BufferedReader output;

  private LogChild(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  public static LogChild start(Path directory, String mode) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new LogChild(
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LogChild.class.getName(),
                directory.toString(),
                mode)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  public long pid() {
    return process.pid();
  }

  /** The next line that it says; null when it is gone. */
  public @Nullable String line() throws IOException {
    return output.readLine();
  }

  /** As kill -9 does; what it said until then can still be read. */
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException, IOException {
    kill();
    output.close();
  }

  public static void main(String[] arguments) throws InterruptedException {
    Path directory = Path.of(arguments[0]);
    try {
      EventLog log = EventLog.open(directory, Logs.settings().withSegmentBytes(10_000));
      say("open");
      switch (arguments[1]) {
        case OPEN -> log.close();
        case HOLD -> Thread.sleep(Long.MAX_VALUE);
        case WRITE -> {
          for (int i = 0; i < STREAMS; i++) {
            String stream = "stream-" + i;
            Thread.ofPlatform().start(() -> write(log, stream));
          }
        }
        default -> throw new IllegalArgumentException(arguments[1]);
      }
    } catch (LogException e) {
      say(e.code() + " " + e.getMessage());
    }
  }

  private static void write(EventLog log, String stream) {
    for (long next = log.highestSequence(stream) + 1; ; next += 2) {
      boolean attention = next % 3 == 0;
      Logs.append(log, Logs.entry(stream, next), Logs.entry(stream, next + 1, attention));
      say(stream + " " + (next + 1));
    }
  }

  /** One line, whole, in one write. */
  private static void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (System.out) {
      System.out.write(bytes, 0, bytes.length);
      System.out.flush();
    }
  }

  public static List<String> streams() {
    return IntStream.range(0, STREAMS).mapToObj(i -> "stream-" + i).toList();
  }
}
