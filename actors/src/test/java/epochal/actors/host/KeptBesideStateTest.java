package epochal.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Input;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What an entity keeps beside its state, against the plain collections. */
class KeptBesideStateTest {
  private static final int FEW = 12;

  @Property
  void arrivedNumbersAreASetInOrder(
      @ForAll @Size(max = 60) List<@IntRange(min = -FEW, max = 2 * FEW) Integer> steps) {
    var kept = new ArrivedNumbers();
    var model = new TreeMap<Long, Boolean>();

    for (int step : steps) {
      long number = 1 + Math.abs(step) % FEW;
      if (step < 0) {
        List<Long> gone = model.keySet().stream().filter(each -> each % number == 0).toList();
        kept.removeAll(gone);
        model.keySet().removeAll(gone);
      } else if (step < FEW) {
        assertThat(kept.add(number)).isEqualTo(!model.containsKey(number));
        model.putIfAbsent(number, false);
      } else {
        assertThat(kept.ask(number)).isEqualTo(model.containsKey(number));
        model.computeIfPresent(number, (any, asks) -> true);
      }

      assertThat(kept.toList()).containsExactlyElementsOf(model.keySet());
      assertThat(kept.isEmpty()).isEqualTo(model.isEmpty());
      for (long each = 0; each <= FEW; each++) {
        assertThat(kept.contains(each)).isEqualTo(model.containsKey(each));
        assertThat(kept.asks(each)).isEqualTo(model.getOrDefault(each, false));
      }
    }
  }

  @Property
  void quietLanesAreAQueue(
      @ForAll @Size(max = 60) List<@IntRange(min = -FEW, max = 2 * FEW) Integer> steps) {
    record Said(EntityId sender, long number, long block) {}
    var kept = new QuietLanes();
    var model = new ArrayList<Said>();

    for (int step : steps) {
      if (step >= 0) {
        var said = new Said(EntityId.subnet(Netuid.of(step)), step, model.size());
        kept.add(said.sender(), said.number(), said.block());
        model.add(said);
      } else if (step < -FEW / 2) {
        int divisor = -step;
        kept.removeIf(index -> model.get(index).number() % divisor == 0);
        model.removeIf(said -> said.number() % divisor == 0);
      } else if (!model.isEmpty()) {
        kept.removeFirst();
        model.removeFirst();
      }

      assertThat(kept.size()).isEqualTo(model.size());
      assertThat(kept.isEmpty()).isEqualTo(model.isEmpty());
      for (int i = 0; i < model.size(); i++) {
        assertThat(new Said(kept.sender(i), kept.number(i), kept.block(i))).isEqualTo(model.get(i));
      }
    }
  }

  @Property
  void lastNumbersAreAMapThatOnlyRises(
      @ForAll @Size(max = 60) List<@IntRange(min = -4 * FEW, max = 4 * FEW) Integer> steps) {
    var kept = new LastNumbers();
    var model = new TreeMap<EntityId, Long>();

    for (int step : steps) {
      EntityId sender = EntityId.subnet(Netuid.of(Math.abs(step) % 3));
      long number = 1 + Math.abs(step) / 3;
      if (step >= 0) {
        kept.raise(sender, number);
        model.merge(sender, number, Math::max);
      } else {
        kept.remove(sender, number);
        model.remove(sender, number);
      }

      var all = new TreeMap<EntityId, Long>();
      kept.forEach((each, last) -> assertThat(all.put(each, last)).as("%s twice", each).isNull());
      assertThat(all).isEqualTo(model);
      for (int each = 0; each < 3; each++) {
        EntityId id = EntityId.subnet(Netuid.of(each));
        assertThat(kept.of(id)).isEqualTo(model.getOrDefault(id, 0L));
      }
    }
  }

  @Property
  void whatWaitsIsAQueue(@ForAll @Size(max = 60) List<Boolean> steps) {
    var kept = new Waiting<Object>();
    var model = new ArrayDeque<Pending<Object>>();

    for (boolean adds : steps) {
      if (adds) {
        Pending<Object> pending =
            Pending.todo(new Input.Internal<>(new Object(), Origin.CLOCK, model.size()));
        kept.add(pending);
        model.add(pending);
      } else if (!model.isEmpty()) {
        assertThat(kept.take()).isSameAs(model.remove());
      }

      var all = new ArrayList<Pending<Object>>();
      kept.forEach(all::add);
      assertThat(all).containsExactlyElementsOf(model);
      assertThat(kept.size()).isEqualTo(model.size());
      assertThat(kept.isEmpty()).isEqualTo(model.isEmpty());
    }
  }
}
