package epochal.persistence.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epochal.persistence.conformance.Application;
import epochal.persistence.journal.EventLogExtension;
import epochal.persistence.log.LogEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page {@code doc/journal.md} tells of what is there, and its example works. */
class JournalPageTest {
  private static final Path PAGE = Path.of("doc", "journal.md");

  @TempDir Path data;

  /** Where somebody keeps what he made of the events, and the last offset with it. */
  private static final class Shelf {
    private final List<String> things = new ArrayList<>();
    private final CountDownLatch enough;
    private Offset last = Offset.noOffset();

    Shelf(int enough) {
      this.enough = new CountDownLatch(enough);
    }

    synchronized Offset lastOffset() {
      return last;
    }

    synchronized void put(Offset offset, String persistenceId, Object event) {
      things.add(persistenceId + " " + event);
      last = offset;
      enough.countDown();
      if (things.size() == 3) {
        throw new IllegalStateException("the shelf fell down once");
      }
    }
  }

  private static final class Example {
    CompletionStage<Done> run(ActorSystem system, Shelf shelf) {
      return PersistenceQuery.get(system)
          .getReadJournalFor(EventLogReadJournal.class, EventLogReadJournal.ID)
          .allEvents(shelf.lastOffset())
          .map(
              event -> {
                shelf.put(event.offset(), event.persistenceId(), event.event());
                return event;
              })
          .runWith(Sink.ignore(), system);
    }
  }

  private ActorSystem system() {
    Config config =
        ConfigFactory.parseMap(
            Map.of(
                "pekko.persistence.journal.plugin", "epochal.journal",
                "epochal.data.directory", data.toString(),
                "epochal.data.network", "5ca1ab1e".repeat(8)));
    return ActorSystem.create("page", Application.quiet(config));
  }

  private static void write(ActorSystem system, long from, long to) {
    for (long i = from; i <= to; i++) {
      // 20 is Pekko's own serializer of strings.
      var entry = new LogEntry("a", i, false, 20, "", ("" + i).getBytes(StandardCharsets.UTF_8));
      EventLogExtension.get(system)
          .log()
          .append(List.of(entry))
          .toCompletableFuture()
          .orTimeout(30, TimeUnit.SECONDS)
          .join();
    }
  }

  @Test
  void theExampleSeesEveryEventOnceAlthoughItBreaksDown() throws Exception {
    ActorSystem system = system();
    try {
      var shelf = new Shelf(6);
      write(system, 1, 5);
      var broken = new Example().run(system, shelf).toCompletableFuture();
      assertThat(broken.handle((done, failure) -> failure).get(30, TimeUnit.SECONDS))
          .hasMessageContaining("fell down once");
      assertThat(shelf.lastOffset()).isEqualTo(new Sequence(2));
      var again = new Example().run(system, shelf);
      write(system, 6, 6);
      assertThat(shelf.enough.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(shelf.things).containsExactly("a 1", "a 2", "a 3", "a 4", "a 5", "a 6");
      assertThat(again.toCompletableFuture()).isNotDone();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void theExampleOnThePageIsTheOneThatRunsHere() throws Exception {
    String source =
        Files.readString(Path.of("src/test/java/epochal/persistence/query/JournalPageTest.java"));
    int begin = source.indexOf("    CompletionStage<Done> run(");
    int end = source.indexOf("\n    }\n", begin) + "\n    }".length();
    String example = source.substring(begin, end).stripIndent();
    assertThat(Files.readString(PAGE)).contains("```java\n" + example + "\n```");
  }

  @Test
  void everyKeyIsOnThePage() throws Exception {
    String page = Files.readString(PAGE);
    Config reference = ConfigFactory.parseResources("reference.conf").getConfig("epochal");
    for (String plugin : List.of("data", "journal", "snapshots", "query")) {
      assertThat(reference.getConfig(plugin).entrySet())
          .extracting(Map.Entry::getKey)
          .filteredOn(key -> !key.equals("class"))
          .allSatisfy(key -> assertThat(page).contains("`epochal." + plugin + "." + key + "`"));
    }
  }
}
