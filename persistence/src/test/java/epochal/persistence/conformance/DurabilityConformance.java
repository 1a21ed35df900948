package epochal.persistence.conformance;

import static epochal.persistence.conformance.Application.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.junit.jupiter.api.Test;

/**
 * What was acknowledged is there, whatever happened. More rounds with {@code
 * -Depochal.kill.rounds}.
 */
public abstract class DurabilityConformance extends JournalConformance {
  private static final int ROUNDS = Integer.getInteger("epochal.kill.rounds", 3);

  private final Map<String, Long> acknowledged = new HashMap<>();

  @Test
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    var random = new Random(11);
    List<EventEnvelope> before = List.of();
    for (int round = 0; round < ROUNDS; round++) {
      int acknowledgements = 1 + random.nextInt(400);
      between(
          (underTest, temporary) -> {
            try (var writer = WriterProcess.start(underTest, temporary)) {
              for (int i = 0; i < acknowledgements; i++) {
                note(writer.line());
              }
              writer.kill();
              for (String line = writer.line(); line != null; line = writer.line()) {
                note(line);
              }
            }
          });
      var feed = application().all(application().feed().currentAllEvents(Offset.noOffset()));
      verify(feed);
      assertThat(feed.subList(0, before.size())).as("nothing changes its place").isEqualTo(before);
      assertThat(feed.size()).isGreaterThan(before.size());
      before = feed;
    }
    assertThat(acknowledged).containsOnlyKeys(WriterProcess.ids());
  }

  /** A line that a kill cut short counts for nothing. */
  private void note(String line) {
    assertThat(line).as("the writer has ended by itself").isNotNull();
    if (line.matches("writer-[0-9] [0-9]+")) {
      String[] words = line.split(" ", 2);
      acknowledged.merge(words[0], Long.parseLong(words[1]), Math::max);
    }
  }

  private void verify(List<EventEnvelope> feed) {
    var inFeed = new HashMap<String, List<Object>>();
    for (int i = 0; i < feed.size(); i++) {
      EventEnvelope event = feed.get(i);
      assertThat(event.offset()).isEqualTo(new Sequence(i));
      inFeed.computeIfAbsent(event.persistenceId(), id -> new ArrayList<>()).add(event.event());
    }
    for (String id : WriterProcess.ids()) {
      var replay = application().replay(id);
      long highest = replay.highest();
      assertThat(highest).isGreaterThanOrEqualTo(acknowledged.getOrDefault(id, 0L));
      assertThat(highest % 3).as("no batch is there in part").isNotEqualTo(2);
      assertThat(replay.events()).hasSize((int) highest);
      for (int i = 0; i < highest; i++) {
        assertThat(replay.events().get(i).sequenceNr()).isEqualTo(i + 1);
        assertThat(replay.payloads().get(i)).isEqualTo(WriterProcess.text(id, i + 1));
      }
      assertThat(inFeed.getOrDefault(id, List.of())).isEqualTo(replay.payloads());
    }
  }

  @Test
  void everythingIsThereAfterEveryStopInOrder() {
    for (int i = 1; i <= 5; i++) {
      application().persisted(write("a", i, "event " + i));
      application().delete("b", i - 1);
      application().persisted(write("b", i, "event " + i));
      restart();
      assertThat(application().replay("a").events()).hasSize(i);
      assertThat(application().replay("b").payloads()).containsExactly("event " + i);
    }
  }
}
