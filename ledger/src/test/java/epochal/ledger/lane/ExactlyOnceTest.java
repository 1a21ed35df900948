package epochal.ledger.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * Exactly once, in order and in bounded memory, whatever the network does and whenever a host
 * crashes. A choice is a number that {@link LossyNetwork} makes an action of, so that a failing run
 * shrinks to its few decisive actions.
 */
class ExactlyOnceTest {

  @Property(tries = 1_500)
  void everything_arrives_once_and_in_order(
      @ForAll @Size(max = 250) List<@IntRange(max = 99_999) Integer> choices) {
    var network = new LossyNetwork();
    for (int choice : choices) {
      network.act(choice);
      network.assertReceivedInOrder();
    }
    network.heal();
    network.assertReceivedEverything();
  }

  @Property(tries = 500)
  void lanes_at_rest_are_forgotten(
      @ForAll @Size(max = 120) List<@IntRange(max = 99_999) Integer> choices) {
    var network = new LossyNetwork();
    choices.forEach(network::act);
    network.heal();
    network.rest();
    network.assertNothingRemembered();
  }

  @Property(tries = 500)
  void a_forgotten_lane_takes_up_again(
      @ForAll @Size(max = 80) List<@IntRange(max = 99_999) Integer> before,
      @ForAll @Size(max = 80) List<@IntRange(max = 99_999) Integer> afterwards) {
    var network = new LossyNetwork();
    before.forEach(network::act);
    network.heal();
    network.rest();
    for (int choice : afterwards) {
      network.act(choice);
      network.assertReceivedInOrder();
    }
    network.heal();
    network.assertReceivedEverything();
  }

  @Test
  void the_network_of_these_tests_does_all_that_it_promises() {
    var network = new LossyNetwork();
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      network.act(random.nextInt(100_000));
    }
    network.heal();
    network.assertReceivedEverything();
    assertThat(network.seen()).allSatisfy((what, times) -> assertThat(times).as(what).isPositive());
    assertThat(network.seen())
        .containsKeys(
            "taken", "duplicate", "early", "void", "lost", "crash before", "crash after", "forgot");
  }
}
