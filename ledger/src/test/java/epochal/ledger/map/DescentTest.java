package epochal.ledger.map;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescentTest {
  @Test
  void itEndsAtALeaf() {
    BTreeMap<Long, Long> map = BTreeMap.empty();
    assertThat(depth(map, 7)).isZero();
    for (long i = 0; i < 5_000; i++) {
      map = map.plus(3 * i, i);
    }
    for (long key = -2; key < 15_003; key++) {
      assertThat(depth(map, key)).isPositive().isEqualTo(depth(map, 0));
    }
  }

  private static int depth(BTreeMap<Long, Long> map, long key) {
    var descent = new Descent<>(map, key);
    int depth = 0;
    while (descent.down()) {
      depth++;
      assertThat(descent.touch()).isPositive();
    }
    assertThat(descent.down()).isFalse();
    return depth;
  }
}
