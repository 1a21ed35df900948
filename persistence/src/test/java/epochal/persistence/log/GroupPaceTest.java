package epochal.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GroupPaceTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  @Test
  void theFirstGroupDoesNotWait() {
    assertThat(new GroupPace(7).left(7)).isZero();
  }

  @Test
  void aFewDoNotWait() {
    var pace = new GroupPace(0);

    pace.took(8, 0);

    assertThat(pace.left(0)).isZero();
  }

  @Test
  void manyLetOthersJoinThem() {
    var pace = new GroupPace(0);

    pace.took(28, 0);

    assertThat(pace.left(0)).isEqualTo(MILLI);
    assertThat(pace.left(MILLI / 2)).isEqualTo(MILLI / 2);
    assertThat(pace.left(MILLI)).isZero();
  }

  @Property
  void waitsLongerAfterMoreButNeverMoreThanTwoMilliseconds(
      @ForAll @IntRange(min = 0, max = 1_000_000) int fewer,
      @ForAll @IntRange(min = 0, max = 1_000_000) int more,
      @ForAll long now,
      @ForAll @IntRange(min = 0, max = 3_000_000) int later) {
    var small = new GroupPace(now);
    var large = new GroupPace(now);

    small.took(fewer, now);
    large.took(fewer + more, now);

    assertThat(small.left(now + later)).isBetween(0L, large.left(now + later));
    assertThat(large.left(now + later)).isLessThanOrEqualTo(Math.max(0, 2 * MILLI - later));
  }
}
