package epochal.actors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WakingTest {
  private static final List<EntityId> FIVE =
      IntStream.rangeClosed(1, 5).<EntityId>mapToObj(i -> EntityId.emission(Netuid.of(i))).toList();

  private final Map<EntityId, CompletableFuture<Object>> asked = new LinkedHashMap<>();
  private final List<EntityId> silent = new ArrayList<>();
  private final Waking waking = new Waking(this::ask, Runnable::run, silent::add);

  private CompletableFuture<Object> ask(EntityId id) {
    var answer = new CompletableFuture<>();
    asked.put(id, answer);
    return answer;
  }

  private void answers(int index) {
    asked.get(FIVE.get(index)).complete("awake");
  }

  private CompletableFuture<Integer> begin() {
    return waking.start(FIVE, 2).toCompletableFuture();
  }

  @Test
  void aFewAreWokenAtATimeUntilAllAreAwake() {
    var woken = begin();
    assertThat(asked.keySet()).containsExactlyElementsOf(FIVE.subList(0, 2));
    answers(1);
    assertThat(asked.keySet()).containsExactlyElementsOf(FIVE.subList(0, 3));
    answers(0);
    answers(2);
    answers(4);
    assertThat(woken).as("one is asleep").isNotDone();
    answers(3);
    assertThat(woken).isCompletedWithValue(5);
    assertThat(silent).isEmpty();
  }

  @Test
  void whereNobodySleepsAllAreAwake() {
    assertThat(waking.start(List.of(), 2)).isCompletedWithValue(0);
  }

  @Test
  void oneThatDoesNotAnswerIsToldAndKeepsNobodyAsleep() {
    var woken = begin();
    asked.get(FIVE.get(0)).completeExceptionally(new IllegalStateException("asleep"));
    IntStream.of(1, 2, 3, 4).forEach(this::answers);
    assertThat(silent).containsExactly(FIVE.get(0));
    assertThat(woken).isCompletedWithValue(5);
  }

  @Test
  void whenTheNodeIsClosedNobodyMoreIsWokenAndNoSleeperIsReported() {
    var woken = begin();
    waking.stop();
    assertThat(woken).isCompletedExceptionally();
    answers(0);
    asked.get(FIVE.get(1)).completeExceptionally(new IllegalStateException("the node stops"));
    assertThat(asked).hasSize(2);
    assertThat(silent).isEmpty();
  }

  @Test
  void aNodeThatIsClosedBeforeItsListIsMadeWakesNobody() {
    waking.stop();
    assertThat(begin()).isCompletedExceptionally();
    assertThat(asked).isEmpty();
  }

  @Test
  void aQuestionThatCannotBeAskedIsTold() {
    var refused = new IllegalStateException("no system");
    var other =
        new Waking(
            id -> {
              throw refused;
            },
            Runnable::run,
            silent::add);
    assertThat(other.start(FIVE, 2).toCompletableFuture())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCause(refused);
  }
}
