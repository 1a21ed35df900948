package epochal.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.persistence.audit.Flights.Flight;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FlightsTest {
  private static final EntityId TO = EntityId.subnet(Netuid.of(3));
  private final Flights flights = new Flights();

  private static Flight flight(long number) {
    return new Flight(
        TO,
        number,
        number - 1,
        1,
        new Message.Credit(Rao.of(number), Message.Credit.Reason.TRANSFER),
        number);
  }

  @Test
  void eachIsFoundUntilItIsClearedAndNoOther() {
    var model = new TreeMap<Long, Flight>();
    var random = new Random(5);
    long number = 0;
    for (int round = 1; round <= 300; round++) {
      for (int i = random.nextInt(20); i > 0; i--) {
        number++;
        Flight flight = flight(number);
        flights.add(flight);
        model.put(number, flight);
      }
      var left = new TreeMap<>(model);
      for (Flight flight : model.values()) {
        if (random.nextInt(10) < 7) {
          flights.acknowledged(flight, round);
          left.remove(flight.number());
        }
      }
      for (long any = -2; any <= number + 2; any++) {
        assertThat(flights.find(any)).isSameAs(model.get(any));
      }
      flights.clear();
      model = left;
      for (long any = -2; any <= number + 2; any++) {
        assertThat(flights.find(any)).isSameAs(model.get(any));
      }
    }
  }

  @Test
  void theNextIsTheFirstThatIsUnderWay() {
    flights.add(flight(1));
    flights.add(flight(2));
    Flight first = flights.find(1);
    assertThat(first).isNotNull();

    first.taken(9);

    assertThat(flights.next(TO, 10)).isSameAs(flights.find(2));
    assertThat(flights.next(TO, 2)).isNull();
  }
}
