package epochal.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Close to where the clock of the machine runs over. */
  private static final long NOW = Long.MAX_VALUE - SECOND / 2;

  private final Patience patience = new Patience(Duration.ofSeconds(1), NOW);

  @Test
  void itIsOverAfterItsTimeAndNotBefore() {
    assertThat(patience.isOver(NOW)).isFalse();
    assertThat(patience.isOver(NOW + SECOND - 1)).isFalse();
    assertThat(patience.left(NOW + SECOND / 4)).isEqualTo(Duration.ofMillis(750));

    assertThat(patience.isOver(NOW + SECOND)).isTrue();
    assertThat(patience.left(NOW + 2 * SECOND)).isEqualTo(Duration.ZERO);
  }

  @Test
  void itGrowsWhileMessagesAreLateUpToABound() {
    for (int seconds : new int[] {2, 4, 8, 16, 32, 32, 32}) {
      patience.looked(true, NOW);

      assertThat(patience.left(NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void itShrinksWhenNothingIsLateAndNotBelowWhatItBeganWith() {
    patience.looked(true, NOW);
    patience.looked(true, NOW);

    patience.looked(false, NOW);
    assertThat(patience.left(NOW)).isEqualTo(Duration.ofSeconds(2));
    patience.looked(false, NOW);
    patience.looked(false, NOW);
    assertThat(patience.left(NOW)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void itBeginsAnewWhenNothingIsKnown() {
    patience.looked(true, NOW);

    patience.begin(NOW + SECOND);

    assertThat(patience.left(NOW + SECOND)).isEqualTo(Duration.ofSeconds(1));
  }
}
