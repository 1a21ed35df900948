package epochal.actors.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import epochal.ledger.aggregate.Aggregate;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockHeightTest {
  private static final EntityId ONE = EntityId.emission(Netuid.of(1));
  private static final EntityId TWO = EntityId.emission(Netuid.of(2));

  private final Settling settling = new Settling();
  private final BlockHeight height = new BlockHeight(settling);
  private final List<EntityId> woken = new ArrayList<>();

  @BeforeEach
  void begin() {
    height.wakeThrough((id, block) -> woken.add(id));
  }

  @Test
  void whoHasSomethingToDoIsWokenOnceAndInTime() {
    assertThat(height.next(ONE, 5)).isFalse();
    assertThat(height.next(TWO, 7)).isFalse();
    height.reached(4);
    assertThat(woken).isEmpty();
    height.reached(6);
    height.reached(6);
    height.reached(3);
    assertThat(woken).containsExactly(ONE);
    assertThat(height.height()).isEqualTo(6);
    assertThat(height.waiting()).containsExactly(TWO);
  }

  @Test
  void theLastWishCounts() {
    height.next(ONE, 5);
    height.next(ONE, 9);
    height.next(TWO, 5);
    height.next(TWO, Aggregate.NEVER);
    height.reached(8);
    assertThat(woken).isEmpty();
    height.reached(9);
    assertThat(woken).containsExactly(ONE);
  }

  @Test
  void aBlockSettlesWhenNobodyHasAnythingDueAndWhatTheEmissionSentHasArrived() {
    var settled = new AtomicInteger();
    height.next(ONE, 5);
    settling.inFlight(EntityId.NETWORK_EMISSION, 2);
    settling.inFlight(TWO, 3);
    height.reached(5);
    settling.whenSettled(3, settled::incrementAndGet);
    settling.inFlight(EntityId.NETWORK_EMISSION, -2);
    assertThat(settled).as("one has something due").hasValue(0);
    assertThat(height.next(ONE, 5)).as("still due").isTrue();
    assertThat(settled).hasValue(0);
    height.next(ONE, 6);
    assertThat(settled).hasValue(1);
    settling.inFlight(TWO, -3);
    assertThat(settled).as("once").hasValue(1);
  }

  @Test
  void noBlockSettlesBeforeItIsKnownWhoHasSomethingDue() {
    var settled = new AtomicInteger();
    Runnable oneKnown = settling.findingOut();
    Runnable otherKnown = settling.findingOut();
    settling.whenSettled(0, settled::incrementAndGet);
    oneKnown.run();
    oneKnown.run();
    assertThat(settled).as("the other is not known").hasValue(0);

    height.next(ONE, 0);
    otherKnown.run();
    assertThat(settled).as("one has something due").hasValue(0);

    height.next(ONE, 1);
    assertThat(settled).hasValue(1);
  }

  /** An entity may say what it wants while the node marks it as one that did not answer. */
  @Test
  void theSameWishAgainSettlesWhatWasMarkedAsDueInBetween() {
    var settled = new AtomicInteger();
    height.next(ONE, 9);
    settling.due(ONE);
    settling.whenSettled(0, settled::incrementAndGet);
    assertThat(settled).hasValue(0);

    assertThat(height.next(ONE, 9)).isFalse();

    assertThat(settled).hasValue(1);
  }

  @Test
  void whoWaitsIsInHasteUntilTheBlockHasSettled() {
    var waiting = new AtomicInteger();
    settling.hastenThrough(waiting::incrementAndGet, waiting::decrementAndGet);
    settling.inFlight(TWO, 2);
    settling.whenSettled(0, () -> {});
    settling.whenSettled(1, () -> {});
    Runnable waitNoMore = settling.whenSettled(0, () -> fail("it waits no more"));
    assertThat(waiting).hasValue(3);
    waitNoMore.run();
    waitNoMore.run();
    assertThat(waiting).hasValue(2);
    settling.inFlight(TWO, -1);
    assertThat(waiting).hasValue(1);
    settling.inFlight(TWO, -1);
    assertThat(waiting).hasValue(0);
    settling.whenSettled(0, () -> {});
    assertThat(waiting).as("nobody waits for what has settled").hasValue(0);
  }
}
