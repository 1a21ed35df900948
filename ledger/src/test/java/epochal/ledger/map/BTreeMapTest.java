package epochal.ledger.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BTreeMapTest {

  /** Tells most keys apart by nothing but their order. */
  private record Blunt(int number) implements Comparable<Blunt>, Prefixed {
    @Override
    public long prefix() {
      return number / 50;
    }

    @Override
    public int compareTo(Blunt other) {
      return Integer.compare(number, other.number);
    }
  }

  @Property(tries = 150)
  void behavesAsATreeMapOfNumbers(@ForAll long seed, @ForAll @IntRange(min = 1, max = 800) int n) {
    behavesAsATreeMap(seed, n, Layout.<Long, Long>objects(), number -> (long) number - 300);
  }

  @Property(tries = 150)
  void behavesAsATreeMapOfKeysWithEqualPrefixes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 800) int n) {
    behavesAsATreeMap(seed, n, Layout.objects(), Blunt::new);
  }

  @Property(tries = 150)
  void behavesAsATreeMapOfKeysWithoutPrefixes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int n) {
    behavesAsATreeMap(seed, n, Layout.<String, Long>objects(), "%05d"::formatted);
  }

  @Property(tries = 150)
  void behavesAsATreeMapOfEntities(@ForAll long seed, @ForAll @IntRange(min = 1, max = 800) int n) {
    behavesAsATreeMap(seed, n, Layout.objects(), BTreeMapTest::entity);
  }

  @Property(tries = 150)
  void behavesAsATreeMapWithNumbersAsValues(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 800) int n) {
    behavesAsATreeMap(seed, n, Layout.numbers(), BTreeMapTest::entity);
  }

  @Property(tries = 150)
  void behavesAsATreeMapWithNothingButWords(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 800) int n) {
    behavesAsATreeMap(seed, n, new BluntWords(), Blunt::new);
  }

  /** Two words, and leaves so small that there are many levels. */
  private static final class BluntWords extends Layout<Blunt, Long> {
    BluntWords() {
      super(2, 0, 3);
    }

    @Override
    protected long prefix(Blunt key) {
      return key.prefix();
    }

    @Override
    protected int compare(long[] words, int word, Object[] objects, int object, Blunt key) {
      return Long.compare(words[word], key.number());
    }

    @Override
    protected void put(
        Blunt key, Long value, long[] words, int word, Object[] objects, int object) {
      words[word] = key.number();
      words[word + 1] = value;
    }

    @Override
    protected Blunt key(long[] words, int word, Object[] objects, int object) {
      return new Blunt((int) words[word]);
    }

    @Override
    protected Long value(long[] words, int word, Object[] objects, int object) {
      return words[word + 1];
    }
  }

  /** Of all kinds, with keys that begin alike and keys that do not. */
  private static EntityId entity(int number) {
    var key =
        new AccountId(
            number % 3 == 0 ? -1 : new Random(number).nextLong(), number % 7, 0, -1L - number);
    return switch (number % 4) {
      case 0 -> EntityId.account(key);
      case 1 -> EntityId.validator(key);
      case 2 -> EntityId.subnet(Netuid.of(number));
      default -> EntityId.emission(Netuid.of(number));
    };
  }

  /** Grows and shrinks by turns, and now and then loses its beginning. */
  private static <K extends Comparable<? super K>> void behavesAsATreeMap(
      long seed, int n, Layout<K, Long> layout, IntFunction<K> keys) {
    var random = new Random(seed);
    var model = new TreeMap<K, Long>();
    BTreeMap<K, Long> map = layout.empty();
    for (int i = 0; i < 2 * n; i++) {
      K key = keys.apply(random.nextInt(n));
      BTreeMap<K, Long> before = map;
      var copy = i % 64 == 0 ? new TreeMap<>(model) : null;
      boolean grows = i / 200 % 2 == 0;
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 -> {
          if (grows) {
            map = map.plus(key, (long) i);
            model.put(key, (long) i);
          } else {
            map = map.minus(key);
            model.remove(key);
          }
        }
        case 15, 16 -> {
          map = map.plus(key, (long) i);
          model.put(key, (long) i);
        }
        case 17, 18 -> {
          map = map.minus(key);
          model.remove(key);
        }
        default -> {
          if (random.nextInt(8) == 0) {
            map = map.minusBelow(key);
            model.headMap(key).clear();
          }
        }
      }
      assertThat(map.get(key)).isEqualTo(model.get(key));
      assertThat(map.size()).isEqualTo(model.size());
      assertThat(map.isEmpty()).isEqualTo(model.isEmpty());
      if (copy != null) {
        assertThat(before.entrySet())
            .as("it never changes")
            .containsExactlyElementsOf(copy.entrySet());
        assertSame(map, model, keys.apply(random.nextInt(n)));
      }
    }
    assertSame(map, model, keys.apply(random.nextInt(n)));
    for (K key : List.copyOf(model.keySet())) {
      map = map.minus(key);
    }
    assertThat(map).isSameAs(layout.empty());
  }

  private static <K extends Comparable<? super K>> void assertSame(
      BTreeMap<K, Long> map, TreeMap<K, Long> model, K key) {
    assertThat(new ArrayList<>(map.entrySet())).isEqualTo(new ArrayList<>(model.entrySet()));
    assertThat(map).isEqualTo(model).hasSameHashCodeAs(model);
    assertThat(model).isEqualTo(map);
    assertThat(map.after(key)).containsExactlyElementsOf(model.tailMap(key, false).entrySet());
    assertThat(entries(map.tailMap(key))).isEqualTo(entries(model.tailMap(key)));
    assertThat(entries(map.headMap(key))).isEqualTo(entries(model.headMap(key)));
    if (!model.isEmpty()) {
      assertThat(map.firstKey()).isEqualTo(model.firstKey());
      assertThat(map.lastKey()).isEqualTo(model.lastKey());
      assertThat(entries(map.subMap(model.firstKey(), model.lastKey())))
          .isEqualTo(entries(model.subMap(model.firstKey(), model.lastKey())));
    }
    assertThat(BTreeMap.from(model)).isEqualTo(map);
    assertThat(map.as(Layout.objects())).isEqualTo(map);
    BTreeMap<K, Long> numbers = map.as(Layout.numbers());
    assertThat(numbers).isEqualTo(map);
    assertThat(numbers.as(Layout.numbers())).isSameAs(numbers);
  }

  private static <K, V> List<Map.Entry<K, V>> entries(SortedMap<K, V> map) {
    return new ArrayList<>(map.entrySet());
  }

  @Test
  void whatIsNotThereChangesNothing() {
    BTreeMap<Long, String> map = BTreeMap.<Long, String>empty().plus(1L, "one").plus(3L, "three");

    assertThat(map.minus(2L)).isSameAs(map);
    assertThat(map.minusAll(List.of(0L, 2L))).isSameAs(map);
    assertThat(map.minusBelow(1L)).isSameAs(map);
    assertThat(map.get(null)).isNull();
    assertThat(map.containsKey(2L)).isFalse();
  }

  @Test
  void aKeyThatIsThereStaysWithAnotherValue() {
    var first = new Blunt(7);
    BTreeMap<Blunt, Long> map = Layout.<Blunt>numbers().empty().plus(first, 1L);

    BTreeMap<Blunt, Long> changed = map.plus(new Blunt(7), 2L);

    assertThat(changed.firstKey()).isSameAs(first);
    assertThat(changed).containsExactly(Map.entry(first, 2L));
    assertThat(map).containsExactly(Map.entry(first, 1L));
  }

  @Test
  void aValueThatIsThereCanBeChanged() {
    BTreeMap<Blunt, Long> map = Layout.<Blunt>numbers().empty();
    var model = new TreeMap<Blunt, Long>();
    var random = new Random(3);
    for (long i = 0; i < 5_000; i++) {
      var key = new Blunt(random.nextInt(700));
      BTreeMap<Blunt, Long> before = map;
      Long known = map.get(key);

      map = map.plus(key, i, (there, given) -> 3 * there - given);
      model.merge(key, i, (there, given) -> 3 * there - given);

      assertThat(map.get(key)).isEqualTo(known == null ? Long.valueOf(i) : 3 * known - i);
      assertThat(before.get(key)).isEqualTo(known);
    }
    assertThat(map).isEqualTo(model);
  }

  @Test
  void aChangeThatIsRefusedLeavesTheMapAsItIs() {
    BTreeMap<Long, String> map = BTreeMap.<Long, String>empty().plus(1L, "one");

    assertThatThrownBy(
            () ->
                map.plus(
                    1L,
                    "two",
                    (there, given) -> {
                      throw new IllegalStateException(there + " and not " + given);
                    }))
        .hasMessage("one and not two");
    assertThat(map).containsExactly(Map.entry(1L, "one"));
    assertThat(map.plus(2L, "two", (there, given) -> "three")).containsEntry(2L, "two");
  }

  @Test
  void anEmptyMapHasNoFirstKey() {
    BTreeMap<Long, String> map = BTreeMap.empty();

    assertThatThrownBy(map::firstKey).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(map::lastKey).isInstanceOf(NoSuchElementException.class);
    assertThat(map.after(1L)).isEmpty();
    assertThat(map.minusBelow(1L)).isSameAs(map);
  }

  @Test
  void manyNumbersInARowComeAndGo() {
    BTreeMap<Long, Long> map = BTreeMap.empty();
    for (long i = 0; i < 100_000; i++) {
      map = map.plus(i, i);
      if (i >= 10_000) {
        map = map.minus(i - 10_000);
      }
    }
    assertThat(map.size()).isEqualTo(10_000);
    assertThat(map.firstKey()).isEqualTo(90_000);
    assertThat(map.after(99_998L)).containsExactly(Map.entry(99_999L, 99_999L));
  }
}
