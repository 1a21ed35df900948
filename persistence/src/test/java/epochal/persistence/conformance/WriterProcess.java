package epochal.persistence.conformance;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.jspecify.annotations.Nullable;

/**
 * An application in a process of its own, which can be killed: entities that write without end, and
 * say what was acknowledged.
 */
final class WriterProcess implements AutoCloseable {
  private static final int ENTITIES = 6;

  private final Process process;
  private final BufferedReader output;

  private WriterProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static WriterProcess start(JournalUnderTest underTest, Path temporary) throws IOException {
    Path config = temporary.resolve("writer.conf");
    Files.writeString(config, underTest.config().root().render(ConfigRenderOptions.concise()));
    return new WriterProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                WriterProcess.class.getName(),
                config.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The next acknowledgement, {@code id sequence}; null when the process is gone. */
  @Nullable String line() throws IOException {
    return output.readLine();
  }

  /** As kill -9 does; what it said until then can still be read. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException, IOException {
    kill();
    output.close();
  }

  static List<String> ids() {
    return IntStream.range(0, ENTITIES).mapToObj(i -> "writer-" + i).toList();
  }

  /** What event number so and so of an entity says. */
  static String text(String id, long sequence) {
    return id + " says " + sequence;
  }

  public static void main(String[] arguments) {
    var config = ConfigFactory.parseFile(Path.of(arguments[0]).toFile());
    ActorSystem.create(
        Behaviors.setup(
            context -> {
              for (String id : ids()) {
                context.spawn(Writer.create(id), id).tell(Go.ON);
              }
              return Behaviors.empty();
            }),
        "writers",
        Application.quiet(config));
  }

  private enum Go {
    ON
  }

  /** Writes one event, or two of them atomically, and goes on when they are acknowledged. */
  private static final class Writer extends EventSourcedBehavior<Go, String, Long> {
    private final String id;
    private final ActorRef<Go> self;

    private Writer(String id, ActorRef<Go> self) {
      super(
          PersistenceId.ofUniqueId(id),
          SupervisorStrategy.restartWithBackoff(
              Duration.ofMillis(100), Duration.ofSeconds(1), 0.1));
      this.id = id;
      this.self = self;
    }

    static Behavior<Go> create(String id) {
      return Behaviors.setup(context -> new Writer(id, context.getSelf()));
    }

    @Override
    public Long emptyState() {
      return 0L;
    }

    /** Singles and pairs in turn, so that every third number is the end of a pair. */
    @Override
    public CommandHandler<Go, String, Long> commandHandler() {
      return newCommandHandlerBuilder()
          .forAnyState()
          .onCommand(
              Go.class,
              (count, go) -> {
                var events =
                    count % 3 == 0
                        ? List.of(text(id, count + 1))
                        : List.of(text(id, count + 1), text(id, count + 2));
                return Effect()
                    .persist(events)
                    .thenRun(
                        now -> {
                          say(id + " " + now);
                          self.tell(Go.ON);
                        });
              })
          .build();
    }

    @Override
    public EventHandler<Long, String> eventHandler() {
      return newEventHandlerBuilder().forAnyState().onAnyEvent((count, event) -> count + 1);
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
}
