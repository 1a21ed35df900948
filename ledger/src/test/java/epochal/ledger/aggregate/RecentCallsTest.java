package epochal.ledger.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.RecentCalls.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RecentCallsTest {

  /** Keys that differ late as well as early, of few blocks and of ones beyond 31 bits. */
  private static Key key(Random random) {
    long block =
        switch (random.nextInt(8)) {
          case 0 -> Integer.MAX_VALUE + (long) random.nextInt(3);
          case 1 -> Long.MAX_VALUE - random.nextInt(2);
          case 2 -> -1 - random.nextInt(2);
          default -> random.nextInt(5);
        };
    return new Key(block, word(random), word(random), word(random), word(random));
  }

  private static long word(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> -1;
      case 1 -> random.nextLong();
      case 2 -> 1L << Integer.SIZE;
      default -> 0;
    };
  }

  @Property(tries = 200)
  void liesInOrderWhateverTheKeysDifferIn(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int n) {
    var random = new Random(seed);
    var model = new TreeMap<Key, Long>();
    var recent = RecentCalls.NONE;
    for (int i = 0; i < n; i++) {
      Key key = key(random);
      model.put(key, (long) i);
      recent = new RecentCalls(recent.sequences().plus(key, (long) i));
      assertThat(recent.sequences().get(key)).isEqualTo(i);
      if (random.nextInt(4) == 0) {
        Key one = key(random);
        model.remove(one);
        recent = new RecentCalls(recent.sequences().minus(one));
      }
      if (random.nextInt(60) == 0) {
        Key below = key(random);
        model.headMap(below).clear();
        recent = new RecentCalls(recent.sequences().minusBelow(below));
      }
    }

    assertThat(List.copyOf(recent.sequences().entrySet()))
        .isEqualTo(new ArrayList<>(model.entrySet()));
    var again = new RecentCalls(recent.sequences());
    assertThat(again.sequences()).isSameAs(recent.sequences());
    for (Key key : model.keySet()) {
      assertThat(recent.sequences().get(key)).isEqualTo(model.get(key));
    }
  }
}
