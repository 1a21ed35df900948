package epochal.subnets.subnet;

import static epochal.ledger.aggregate.Keys.hotkey;
import static epochal.subnets.subnet.Hyperparameter.SERVING_RATE_LIMIT;
import static epochal.subnets.subnet.Subnets.ONE;
import static epochal.subnets.subnet.Subnets.with;
import static epochal.subnets.subnet.Subnets.withSeats;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Scenario;
import epochal.ledger.rejection.RejectionCode;
import epochal.subnets.subnet.Neuron.Ip;
import org.junit.jupiter.api.Test;

/** Spec 03 §7. */
class ServingTest {
  private static final Ip GOOD = new Ip(0, 0x08080808L);
  private static final Ip NONE = new Ip(0, 0);

  private static SubnetCommand axon(int hotkey, Ip ip, int ipType, int port) {
    return new SubnetCommand.ServeAxon(hotkey(hotkey), ONE, 7, ip, port, ipType, 4, 0, 0);
  }

  private static SubnetCommand prometheus(int hotkey, Ip ip, int ipType, int port) {
    return new SubnetCommand.ServePrometheus(hotkey(hotkey), ONE, 7, ip, port, ipType);
  }

  private static Scenario<SubnetState, SubnetCommand, SubnetEvent> served(long block) {
    return withSeats(1)
        .happened(
            block,
            new SubnetEvent.AxonServed(0, new Neuron.Axon(block, 7, GOOD, 1, 4, 4, 0, 0)),
            new SubnetEvent.PrometheusServed(0, new Neuron.Prometheus(block, 7, GOOD, 1, 4)));
  }

  @Test
  void an_endpoint_is_stored_with_its_block() {
    var axon = new Neuron.Axon(60, 7, GOOD, 8_091, 4, 4, 0, 0);
    var outcome =
        withSeats(1)
            .at(60)
            .when(axon(1, GOOD, 4, 8_091))
            .thenEvents(new SubnetEvent.AxonServed(0, axon));
    assertThat(outcome.state().neurons().get(0).axon()).isEqualTo(axon);
    var prometheus = new Neuron.Prometheus(60, 7, GOOD, 8_091, 4);
    outcome
        .andThen()
        .when(prometheus(1, GOOD, 4, 8_091))
        .thenEvents(new SubnetEvent.PrometheusServed(0, prometheus));
  }

  @Test
  void an_axon_is_refused_in_the_specified_order() {
    var busy = served(100).at(149);
    busy.when(axon(9, NONE, 5, 0)).thenRejected(RejectionCode.HotKeyNotRegisteredInNetwork);
    busy.when(axon(1, NONE, 5, 0)).thenRejected(RejectionCode.InvalidIpType);
    busy.when(axon(1, NONE, 4, 0)).thenRejected(RejectionCode.InvalidIpAddress);
    busy.when(axon(1, GOOD, 4, 0)).thenRejected(RejectionCode.ServingRateLimitExceeded);
    busy.at(150).when(axon(1, GOOD, 4, 0)).thenRejected(RejectionCode.InvalidPort);
    busy.at(150).when(axon(1, GOOD, 4, 1)).events();
  }

  @Test
  void a_prometheus_endpoint_is_refused_in_the_specified_order() {
    var busy = served(100).at(149);
    busy.when(prometheus(9, NONE, 5, 0)).thenRejected(RejectionCode.InvalidIpType);
    busy.when(prometheus(9, NONE, 4, 0)).thenRejected(RejectionCode.InvalidIpAddress);
    busy.when(prometheus(9, GOOD, 4, 0)).thenRejected(RejectionCode.HotKeyNotRegisteredInNetwork);
    busy.when(prometheus(1, GOOD, 4, 0)).thenRejected(RejectionCode.ServingRateLimitExceeded);
    busy.at(150).when(prometheus(1, GOOD, 4, 0)).thenRejected(RejectionCode.InvalidPort);
    busy.at(150).when(prometheus(1, GOOD, 4, 65_535)).events();
  }

  @Test
  void nobody_serves_in_a_subnet_that_is_not_there() {
    Subnets.none()
        .when(axon(1, GOOD, 4, 1))
        .thenRejected(RejectionCode.HotKeyNotRegisteredInNetwork);
  }

  @Test
  void addresses_that_others_cannot_reach_are_refused() {
    Ip loopback4 = new Ip(0, 0x7f000001L);
    Ip loopback6 = new Ip(0, 1);
    Ip all4 = new Ip(0, 0xffffffffL);
    Ip all6 = new Ip(-1, -1);
    Ip wide = new Ip(1, 0);
    for (Ip bad : new Ip[] {NONE, loopback4, all4, wide, new Ip(0, -1), all6}) {
      withSeats(1).at(9).when(axon(1, bad, 4, 1)).thenRejected(RejectionCode.InvalidIpAddress);
    }
    for (Ip bad : new Ip[] {NONE, loopback6, all6}) {
      withSeats(1).at(9).when(axon(1, bad, 6, 1)).thenRejected(RejectionCode.InvalidIpAddress);
    }
    for (Ip good : new Ip[] {wide, loopback4, all4, new Ip(0, 2)}) {
      withSeats(1).at(9).when(axon(1, good, 6, 1)).events();
    }
    withSeats(1).at(9).when(axon(1, new Ip(0, 0xfffffffeL), 4, 1)).events();
  }

  @Test
  void ports_are_1_to_65535() {
    for (int bad : new int[] {-1, 0, 65_536}) {
      withSeats(1).at(9).when(axon(1, GOOD, 4, bad)).thenRejected(RejectionCode.InvalidPort);
    }
  }

  @Test
  void a_rate_limit_of_zero_never_refuses() {
    with(1, SERVING_RATE_LIMIT, 0)
        .happened(100, new SubnetEvent.AxonServed(0, new Neuron.Axon(100, 7, GOOD, 1, 4, 4, 0, 0)))
        .at(100)
        .when(axon(1, GOOD, 4, 1))
        .events();
  }

  @Test
  void the_two_kinds_of_endpoint_do_not_limit_one_another() {
    withSeats(1)
        .happened(100, new SubnetEvent.AxonServed(0, new Neuron.Axon(100, 7, GOOD, 1, 4, 4, 0, 0)))
        .at(101)
        .when(prometheus(1, GOOD, 4, 1))
        .events();
  }
}
