package epochal.persistence.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountState;
import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.Input;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.RecentCalls;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.SigningKey;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Lanes;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.validator.ValidatorCommand;
import epochal.ledger.validator.ValidatorState;
import epochal.persistence.record.CallCodec;
import epochal.persistence.wire.AnyValue;
import epochal.persistence.wire.LedgerSchema;
import epochal.persistence.wire.MessageCodec;
import epochal.persistence.wire.StoredText;
import epochal.subnets.emission.EmissionCommand;
import epochal.subnets.emission.EmissionState;
import epochal.subnets.epoch.EpochCommand;
import epochal.subnets.epoch.EpochState;
import epochal.subnets.root.RootCommand;
import epochal.subnets.root.RootEvent;
import epochal.subnets.root.RootState;
import epochal.subnets.subnet.SubnetCommand;
import epochal.subnets.subnet.SubnetState;
import java.lang.reflect.TypeVariable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePSet;

class KryoCodecTest {
  private static final KryoCodec CODEC = new KryoCodec(KryoRegistry.ledger());

  /** Every registered record that is not generic and holds no bare object. */
  private static List<Class<?>> records() {
    return KryoRegistry.ledger().types().values().stream()
        .filter(type -> type.isRecord() && !isGeneric(type))
        .toList();
  }

  private static boolean isGeneric(Class<?> type) {
    return type == Snapshot.class
        || Arrays.stream(type.getRecordComponents())
            .anyMatch(
                c ->
                    c.getGenericType() instanceof TypeVariable<?>
                        || c.getType() == Object.class
                        || c.getType() == SignedCall.class
                        || c.getType() == Call.class
                        || c.getType() == Origin.class
                        || c.getType() == Fact.class);
  }

  @Provide
  Arbitrary<Object> values() {
    return Arbitraries.of(records()).flatMap(type -> AnyValue.of(type).asGeneric());
  }

  @Provide
  Arbitrary<Snapshot> snapshots() {
    Arbitrary<Object> states =
        Arbitraries.of(
                AccountState.class,
                ValidatorState.class,
                SubnetState.class,
                RootState.class,
                EmissionState.class,
                EpochState.class)
            .flatMap(type -> AnyValue.of(type).asGeneric());
    return Combinators.combine(
            AnyValue.of(EntityId.class),
            AnyValue.of(Hash256.class),
            states,
            AnyValue.of(Lanes.class),
            AnyValue.of(RecentCalls.class))
        .as(
            (id, head, state, lanes, recent) ->
                new Snapshot(new Entity<>(id, 7, 9, state, lanes, recent), head));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadAgain(@ForAll("values") Object value) {
    assertThat(CODEC.read(CODEC.write(value))).isEqualTo(value);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void snapshotsOfAllAggregatesAreReadAgain(@ForAll("snapshots") Snapshot snapshot) {
    assertThat(CODEC.read(CODEC.write(snapshot))).isEqualTo(snapshot);
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void anyDamageIsFound(@ForAll("snapshots") Snapshot snapshot, @ForAll byte mask) {
    byte[] bytes = CODEC.write(snapshot);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= mask == 0 ? 1 : mask;
      assertThatThrownBy(() -> CODEC.read(damaged)).isInstanceOf(UnreadableSnapshotException.class);
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> CODEC.read(cut)).isInstanceOf(UnreadableSnapshotException.class);
    }
  }

  @Property(tries = 2000)
  void bytesWithAFittingChecksumAreStillNotTrusted(@ForAll byte[] bytes) {
    byte[] sealed = sealed(bytes);

    assertThatThrownBy(() -> CODEC.read(sealed))
        .isInstanceOf(UnreadableSnapshotException.class)
        .hasMessageNotContaining("checksum");
  }

  private static byte[] sealed(byte[] bytes) {
    var checksum = new CRC32C();
    checksum.update(bytes);
    return ByteBuffer.allocate(bytes.length + Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(bytes)
        .putInt((int) checksum.getValue())
        .array();
  }

  @Test
  void idsNeverChange() {
    var current = new ArrayList<String>();
    KryoRegistry.ledger().types().forEach((id, type) -> current.add(id + " " + type.getName()));
    List<String> stored = StoredText.lines(KryoCodecTest.class, "types.txt");

    assertThat(current).as("a type is gone or has another id").containsAll(stored);
    current.removeAll(stored);
    assertThat(current)
        .as(
            "Add these lines to types.txt beside this test (in src/test/resources):%n%s",
            String.join("\n", current))
        .isEmpty();
  }

  @Test
  void everythingThatTravelsOrIsKeptIsRegistered() {
    var types = KryoRegistry.ledger().types().values();

    for (MessageCodec<?> codec : LedgerSchema.all()) {
      assertThat(types).contains(codec.type());
    }
    for (Class<?> sealed :
        List.of(
            EntityId.class,
            Message.class,
            Query.class,
            Fact.class,
            Origin.class,
            Input.class,
            AccountCommand.class,
            ValidatorCommand.class,
            SubnetCommand.class,
            RootCommand.class,
            EmissionCommand.class,
            EpochCommand.class)) {
      assertThat(types).containsAll(recordsOf(sealed));
    }
  }

  private static List<Class<?>> recordsOf(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(type -> type.isSealed() ? recordsOf(type).stream() : Stream.<Class<?>>of(type))
        .toList();
  }

  @Test
  void whatHoldsCallsAndFactsIsReadAgain() {
    SigningKey alice = SigningKey.development("//Alice");
    var transfer =
        new AccountCommand.Transfer(alice.accountId(), new AccountId(1, 2, 3, 4), Rao.tao(1), true);
    SignedCall signed = CallCodec.sign(transfer, Hash256.ZERO, 100, alice);
    var recorded =
        new Recorded<Object>(
            EntityId.ROOT,
            1,
            2,
            3,
            new Origin.Signed(signed),
            LaneNotes.NONE,
            new RootEvent.RootWeightsSet(3, WeightRow.EMPTY));
    Rejection rejection = Rejection.of(RejectionCode.BadOrigin, "No.").with("block", 5);
    var fact = new Sourced(new Fact.Worked(new Fact.Admission(rejection)), 7);

    for (Object value :
        List.of(
            signed,
            recorded,
            rejection,
            fact,
            new Input.Submitted<Object>(signed),
            new Input.Internal<Object>(new EmissionCommand.Tick(4), Origin.CLOCK, 4))) {
      assertThat(CODEC.read(CODEC.write(value))).isEqualTo(value);
    }
  }

  @Test
  void listsOfAllKindsAreReadAsLists() {
    List<Object> entries = new ArrayList<>(List.of(1L, "two", Rao.of(3)));

    for (List<Object> list :
        List.of(
            entries,
            List.copyOf(entries),
            entries.subList(1, 3),
            entries.stream().toList(),
            Collections.unmodifiableList(entries),
            List.<Object>of())) {
      assertThat(CODEC.read(CODEC.write(list))).isEqualTo(list);
    }
  }

  @Test
  void aClassThatIsNotRegisteredIsRefused() {
    record Stranger(int a) {}

    assertThatThrownBy(() -> CODEC.write(new Stranger(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Stranger");
    assertThat(CODEC.read(CODEC.write(new Query.LockTerms()))).isEqualTo(new Query.LockTerms());
  }

  @Test
  void anOrderOtherThanTheNaturalIsRefused() {
    var reversed = new TreeMap<String, Long>(Comparator.reverseOrder());
    var set = TreePSet.<AccountId>empty(Comparator.reverseOrder());

    assertThatThrownBy(() -> CODEC.write(reversed)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> CODEC.write(new AccountState(new AccountId(1, 2, 3, 4), Rao.ZERO, 0, 0, set)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static class Version1 {
    record Point(int x, int y) {}
  }

  static class Version2 {
    record Point(int x, long y) {}
  }

  record Other(int a) {}

  @Test
  void bytesOfATypeThatHasChangedAreFoundOut() {
    byte[] bytes = codec(List.of(Version1.Point.class)).write(new Version1.Point(1, 2));

    KryoCodec changed = codec(List.of(Version2.Point.class));

    assertThatThrownBy(() -> changed.read(bytes))
        .isInstanceOf(UnreadableSnapshotException.class)
        .hasMessageContaining("another shape");
    assertThatThrownBy(() -> CODEC.read(bytes))
        .isInstanceOf(UnreadableSnapshotException.class)
        .hasMessageContaining("not registered");
  }

  @Test
  void aChangeOfOneTypeCostsTheOthersNothing() {
    byte[] bytes = codec(List.of(Version1.Point.class, Other.class)).write(new Other(3));

    KryoCodec changed = codec(List.of(Version2.Point.class, Other.class));

    assertThat(changed.read(bytes)).isEqualTo(new Other(3));
  }

  @Test
  void idsAndTypesAreGivenOnce() {
    KryoRegistry ledger = KryoRegistry.ledger();

    assertThatThrownBy(() -> ledger.with(types(32, 40, List.of(Other.class))))
        .hasMessageContaining("the id 32");
    assertThatThrownBy(() -> ledger.with(types(1000, 1999, List.of(Message.Credit.class))))
        .hasMessageContaining("is registered as 128");
    assertThatThrownBy(
            () -> ledger.with(types(1000, 1000, List.of(Other.class, Version1.Point.class))))
        .hasMessageContaining("do not fit");
    assertThatThrownBy(() -> ledger.with(types(1000, 1999, List.of(Thread.class))))
        .hasMessageContaining("neither a record nor an enum");
  }

  @Test
  void manyThreadsShareOneCodec() throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(4)) {
      var results = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < 4; i++) {
        long seed = i;
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  for (long n = 0; n < 500; n++) {
                    var value =
                        new Message.Credit(Rao.of(seed * 1000 + n), Message.Credit.Reason.CHANGE);
                    if (!CODEC.read(CODEC.write(value)).equals(value)) {
                      return false;
                    }
                  }
                  return true;
                }));
      }
      start.countDown();
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  private static KryoCodec codec(List<Class<?>> types) {
    return new KryoCodec(KryoRegistry.ledger().with(types(1000, 1999, types)));
  }

  private static KryoTypes types(int first, int last, List<Class<?>> types) {
    return new KryoTypes() {
      @Override
      public int firstId() {
        return first;
      }

      @Override
      public int lastId() {
        return last;
      }

      @Override
      public List<Class<?>> types() {
        return types;
      }
    };
  }
}
