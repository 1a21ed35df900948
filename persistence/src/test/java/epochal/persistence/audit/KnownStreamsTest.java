package epochal.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.subnets.Aggregates;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KnownStreamsTest {
  private final Streams streams = new Streams(new Aggregates(TinyNetwork.PARAMETERS));
  private final KnownStreams ids = new KnownStreams(streams);

  @Property(tries = 50)
  void everyIdIsThatOfItsStream(
      @ForAll @Size(min = 1, max = 2000) List<@IntRange(min = 0, max = 700) Integer> accounts) {
    for (int account : accounts) {
      // Keys that differ in one word only, so that places are shared.
      var key = new AccountId(account % 3, account % 5, account % 7, account);

      EntityId id = ids.account(key.a(), key.b(), key.c(), key.d());

      assertThat(id).isEqualTo(EntityId.account(key));
      assertThat(id).isSameAs(streams.of(EntityId.account(key)).entity());
      assertThat(ids.of(EntityId.account(key))).isSameAs(streams.of(id));
    }
  }

  @Test
  void theKeyOfZerosIsAKeyLikeOthers() {
    EntityId first = ids.account(0, 0, 0, 0);

    assertThat(first).isEqualTo(EntityId.account(new AccountId(0, 0, 0, 0)));
    assertThat(ids.account(0, 0, 0, 0)).isSameAs(first);
  }

  @Test
  void moreAccountsThanThereIsRoomForNearAPlaceAreAllFound() {
    for (int round = 0; round < 3; round++) {
      for (long i = 1; i <= 100; i++) {
        var key = new AccountId(i, i % 2, 3, i);

        assertThat(ids.account(i, i % 2, 3, i))
            .isSameAs(streams.of(EntityId.account(key)).entity())
            .isEqualTo(EntityId.account(key));
      }
    }
  }

  @Test
  void accountsThatShareAPlaceStayTwo() {
    // The place hangs on the exclusive or of the first word and the last.
    EntityId one = ids.account(1, 2, 3, 1);
    EntityId other = ids.account(5, 2, 3, 5);

    assertThat(one).isNotEqualTo(other);
    assertThat(ids.account(1, 2, 3, 1)).isSameAs(one);
    assertThat(ids.account(5, 2, 3, 5)).isSameAs(other);
  }
}
