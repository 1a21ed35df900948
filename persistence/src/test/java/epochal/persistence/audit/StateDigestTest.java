package epochal.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import epochal.ledger.vector.LongVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

class StateDigestTest {

  private record Leaf(long a, int b, boolean c, String d) {}

  private record Other(long a, int b, boolean c, String d) {}

  private record Node(
      Rao amount,
      AccountId id,
      IntVector ints,
      LongVector longs,
      Bytes bytes,
      List<Leaf> leaves,
      TreePMap<Netuid, Rao> map,
      TreePSet<Netuid> set,
      EntityId.Account entity,
      Thread.State state,
      Leaf maybe) {}

  private record Fraction(double value) {}

  private record Boxed(Object value) {}

  @Property
  void twoStatesHaveOneDigestIfAndOnlyIfTheyAreEqual(
      @ForAll("nodes") Node a, @ForAll("nodes") Node b) {
    assertThat(StateDigest.of(a).equals(StateDigest.of(b))).isEqualTo(a.equals(b));
  }

  @Property
  void aCopyHasTheSameDigest(@ForAll("nodes") Node a) {
    var copy =
        new Node(
            new Rao(a.amount().amount()),
            AccountId.of(a.id().bytes()),
            new IntVector(a.ints().values().clone()),
            new LongVector(a.longs().values().clone()),
            new Bytes(a.bytes().values().clone()),
            new LinkedList<>(a.leaves()),
            TreePMap.from(new HashMap<>(a.map())),
            TreePSet.from(a.set()),
            a.entity(),
            a.state(),
            a.maybe());
    assertThat(StateDigest.of(copy)).isEqualTo(StateDigest.of(a));
  }

  /** Small ranges, so that equal states come up. */
  @Provide
  Arbitrary<Node> nodes() {
    Arbitrary<Leaf> leaves =
        Combinators.combine(
                Arbitraries.longs().between(0, 1),
                Arbitraries.integers().between(0, 1),
                Arbitraries.of(true, false),
                Arbitraries.of("", "a", "ab"))
            .as(Leaf::new);
    Arbitrary<Long> seeds = Arbitraries.longs().between(0, 20);
    return Combinators.combine(seeds, leaves, leaves.list().ofMaxSize(2))
        .as((seed, leaf, list) -> node(new Random(seed), leaf, list));
  }

  private static Node node(Random random, Leaf leaf, List<Leaf> list) {
    TreePMap<Netuid, Rao> map = TreePMap.empty();
    TreePSet<Netuid> set = TreePSet.empty();
    for (int i = random.nextInt(3); i > 0; i--) {
      map = map.plus(Netuid.of(random.nextInt(4)), Rao.of(random.nextInt(2)));
      set = set.plus(Netuid.of(random.nextInt(4)));
    }
    var id = new AccountId(random.nextInt(2), 0, 0, 0);
    return new Node(
        Rao.of(random.nextInt(2)),
        id,
        new IntVector(new int[random.nextInt(2)]),
        new LongVector(new long[random.nextInt(2)]),
        new Bytes(new byte[random.nextInt(2)]),
        list,
        map,
        set,
        EntityId.account(id),
        Thread.State.values()[random.nextInt(2)],
        random.nextBoolean() ? null : leaf);
  }

  @Test
  void theDigestNeverChanges() {
    // What a replay on another machine compares with.
    assertThat(
            StateDigest.of(new Boxed(List.of(1, 2L, "three", true, Rao.of(4), Thread.State.NEW)))
                .hex())
        .isEqualTo("3dce0f0f39d72c3c96ef08f2b79dfadc4ea3cbe9e8a8770910fabb9c397beb52");
  }

  @Test
  void whatLooksAlikeIsNotTheSame() {
    List<Object> alike =
        Arrays.asList(
            null,
            0,
            0L,
            false,
            "",
            List.of(),
            new TreeMap<>(),
            new TreeSet<>(),
            new byte[0],
            new int[0],
            new long[0],
            new Leaf(0, 0, false, ""),
            new Other(0, 0, false, ""),
            List.of(List.of()),
            List.of("ab", "c"),
            List.of("a", "bc"),
            Thread.State.NEW,
            "NEW");

    assertThat(alike.stream().map(StateDigest::of).distinct()).hasSize(alike.size());
  }

  @Test
  void largeValuesAreHashedWhole() {
    byte[] large = new byte[100_000];
    var before = StateDigest.of(large);
    large[99_999] = 1;
    assertThat(StateDigest.of(large)).isNotEqualTo(before);
    assertThat(StateDigest.of(Collections.nCopies(50_000, Rao.of(1))))
        .isNotEqualTo(StateDigest.of(Collections.nCopies(50_001, Rao.of(1))));
  }

  @Test
  void theClassOfACollectionDoesNotMatter() {
    assertThat(StateDigest.of(TreePVector.from(List.of(1, 2))))
        .isEqualTo(StateDigest.of(new ArrayList<>(List.of(1, 2))));
    assertThat(StateDigest.of(TreePMap.from(Map.of("a", 1, "b", 2))))
        .isEqualTo(StateDigest.of(new TreeMap<>(Map.of("b", 2, "a", 1))));
  }

  @ParameterizedTest
  @MethodSource("unordered")
  void whatHasNoOrderOrIsNotExactIsRefused(Object value) {
    assertThatThrownBy(() -> StateDigest.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not hold");
    assertThatThrownBy(() -> StateDigest.of(List.of(new Boxed(value))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static List<Object> unordered() {
    return List.of(
        new HashMap<>(Map.of(1, 2)),
        Map.of(1, 2),
        new HashSet<>(Set.of(1)),
        new LinkedHashSet<>(Set.of(1)),
        Set.of(1),
        1.5,
        1.5f,
        new Fraction(1.5),
        new double[] {1},
        new Object());
  }
}
