package epochal.actors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerTimesTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AnswerTimes times = new AnswerTimes(Duration.ofSeconds(5));

  private void answers(int count, long nanos) {
    for (int i = 0; i < count; i++) {
      times.took(nanos);
    }
  }

  @Test
  void whileAnswersAreFastOneMayTakeTheLeast() {
    assertThat(times.bearableNanos()).isEqualTo(5 * SECOND);
    answers(10_000, SECOND);
    assertThat(times.bearableNanos()).isEqualTo(5 * SECOND);
  }

  @Test
  void whereAnswersAreSlowOneMayTakeThreeTimesAsLong() {
    answers(10_000, 4 * SECOND);

    assertThat(times.bearableNanos()).isBetween(11 * SECOND, 12 * SECOND);
  }

  @Test
  void oneSlowAnswerAmongFastOnesChangesNothing() {
    answers(1_000, SECOND / 1_000);
    answers(1, 30 * SECOND);

    assertThat(times.bearableNanos()).isEqualTo(5 * SECOND);
  }

  @Test
  void whenAnswersAreFastAgainSoIsTheNextAttempt() {
    answers(1_000, 10 * SECOND);
    answers(1_000, SECOND / 1_000);

    assertThat(times.bearableNanos()).isEqualTo(5 * SECOND);
  }
}
