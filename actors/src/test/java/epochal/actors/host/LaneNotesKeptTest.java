package epochal.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What an entity keeps of its lanes beside the log, against the plain collections. */
class LaneNotesKeptTest {
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
}
