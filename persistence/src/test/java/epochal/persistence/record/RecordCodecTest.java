package epochal.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import epochal.ledger.account.AccountCommand.Transfer;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.account.AccountEvent.Transferred;
import epochal.ledger.aggregate.Call;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.key.SigningKey;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.Bytes;
import epochal.persistence.wire.AnyValue;
import epochal.persistence.wire.LedgerSchema;
import epochal.persistence.wire.StoredText;
import epochal.persistence.wire.UnreadableRecordException;
import epochal.subnets.emission.EmissionEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final String GOLDEN = "golden-records.txt";
  private static final Hash256 NETWORK = new Hash256(1, 2, 3, 4);
  private static final SigningKey ALICE = SigningKey.development("//Alice");
  private static final AccountId BOB = SigningKey.development("//Bob").accountId();
  private static final EntityId ACCOUNT = EntityId.account(ALICE.accountId());

  @Provide
  Arbitrary<Recorded<?>> records() {
    Arbitrary<@Nullable Object> events =
        Arbitraries.of(List.copyOf(LedgerSchema.events().values()))
            .flatMap(codec -> AnyValue.of(codec.type()).asGeneric())
            .injectNull(0.1);
    return Combinators.combine(
            AnyValue.of(EntityId.class),
            Arbitraries.longs().between(1, Long.MAX_VALUE),
            Arbitraries.longs().between(0, Long.MAX_VALUE),
            Arbitraries.longs().between(0, 1L << 45),
            origins(),
            notes(),
            events)
        .as(Recorded::new);
  }

  private static Arbitrary<Origin> origins() {
    Arbitrary<Origin> signed =
        Combinators.combine(
                Arbitraries.of(List.copyOf(LedgerSchema.calls().values()))
                    .flatMap(codec -> AnyValue.of(codec.type()).asGeneric()),
                AnyValue.of(Hash256.class),
                Arbitraries.longs().greaterOrEqual(0),
                AnyValue.of(AccountId.class),
                AnyValue.of(Signature.class))
            .as(
                (call, network, validUntil, signer, signature) ->
                    new Origin.Signed(
                        SignedPayload.read(
                            new Bytes(CallCodec.canonicalBytes((Call) call, network, validUntil)),
                            signer,
                            signature)));
    Arbitrary<Origin> others =
        Arbitraries.of(
                Origin.Delivered.class, Origin.Clock.class, Origin.Genesis.class, Origin.Same.class)
            .flatMap(AnyValue::of)
            .map(Origin.class::cast);
    return Arbitraries.oneOf(signed, others);
  }

  private static Arbitrary<LaneNotes> notes() {
    return Combinators.combine(
            Arbitraries.longs().between(1, Long.MAX_VALUE).set().ofMaxSize(5),
            AnyValue.of(EntityId.class).list().ofMaxSize(3))
        .as((numbers, senders) -> new LaneNotes(ascending(numbers), List.copyOf(senders)));
  }

  private static List<Long> ascending(Set<Long> numbers) {
    return List.copyOf(new TreeSet<>(numbers));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void whatIsEncodedIsDecodedWithItsChain(@ForAll("records") Recorded<?> recorded) {
    EncodedRecord encoded = RecordCodec.encode(recorded, NETWORK);

    DecodedRecord decoded =
        RecordCodec.decode(recorded.entity(), recorded.sequence(), encoded.payload());

    assertThat(decoded.recorded()).isEqualTo(recorded);
    assertThat(decoded.chain()).isEqualTo(encoded.chain());
    assertThat(
            RecordCodec.chainOf(recorded.entity(), recorded.sequence(), encoded.payload(), NETWORK))
        .isEqualTo(encoded.chain());
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void anyChangedByteIsRefusedOrBreaksTheChain(
      @ForAll("records") Recorded<?> recorded, @ForAll byte mask) {
    byte[] payload = RecordCodec.encode(recorded, NETWORK).payload();
    for (int i = 0; i < payload.length; i++) {
      byte[] damaged = payload.clone();
      damaged[i] ^= mask == 0 ? 1 : mask;
      assertThat(isGenuine(recorded.entity(), recorded.sequence(), damaged)).isFalse();
    }
    for (int length = 0; length < payload.length; length++) {
      byte[] cut = Arrays.copyOf(payload, length);
      assertThat(isGenuine(recorded.entity(), recorded.sequence(), cut)).isFalse();
    }
  }

  private static boolean isGenuine(EntityId entity, long sequence, byte[] payload) {
    try {
      return RecordCodec.decode(entity, sequence, payload)
          .chain()
          .equals(RecordCodec.chainOf(entity, sequence, payload, NETWORK));
    } catch (UnreadableRecordException e) {
      return false;
    }
  }

  @Test
  void theChainCoversTheStreamThePlaceTheRecordBeforeAndTheWallTime() {
    Recorded<?> recorded = transfer(LaneNotes.NONE);
    byte[] payload = RecordCodec.encode(recorded, NETWORK).payload();
    Hash256 chain = RecordCodec.chainOf(ACCOUNT, 7, payload, NETWORK);

    assertThat(RecordCodec.chainOf(EntityId.account(BOB), 7, payload, NETWORK)).isNotEqualTo(chain);
    assertThat(RecordCodec.chainOf(ACCOUNT, 8, payload, NETWORK)).isNotEqualTo(chain);
    assertThat(RecordCodec.chainOf(ACCOUNT, 7, payload, Hash256.ZERO)).isNotEqualTo(chain);
    var later =
        new Recorded<>(
            ACCOUNT,
            7,
            recorded.block(),
            recorded.wallMillis() + 1,
            recorded.origin(),
            recorded.notes(),
            recorded.event());
    assertThat(RecordCodec.encode(later, NETWORK).chain()).isNotEqualTo(chain);
  }

  @Test
  void theManifestIsTheEventsSchemaOrThatOfNotes() {
    var notes = new LaneNotes(List.of(1L), List.of());

    assertThat(RecordCodec.encode(transfer(notes), NETWORK).schema())
        .isEqualTo("epochal.v1.Transferred");
    assertThat(RecordCodec.encode(notesOnly(notes), NETWORK).schema())
        .isEqualTo("epochal.v1.LaneNotes");
  }

  @Test
  void acknowledgedNumbersMustAscend() {
    for (List<Long> numbers : List.of(List.of(2L, 1L), List.of(3L, 3L), List.of(0L))) {
      assertThatThrownBy(
              () -> RecordCodec.encode(notesOnly(new LaneNotes(numbers, List.of())), NETWORK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ascend");
    }
  }

  @Test
  void notesThatWouldNotBeWrittenSoAreRefused() {
    assertThat(withNotes("22030a0101").recorded().notes().acknowledged()).containsExactly(1L);

    assertThatThrownBy(() -> withNotes("2200"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("notes: is present without a note");
    for (String steps : List.of("22030a0100", "220c0a0a" + "ffffffffffffffffff01")) {
      assertThatThrownBy(() -> withNotes(steps))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("acknowledged_steps: a step of");
    }
    assertThatThrownBy(() -> withNotes("220c0a0a" + "ffffffffffffffff7f01"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("a step of 1 after 9223372036854775807");
  }

  /** Reads a record of block 1, made by the clock. */
  private static DecodedRecord withNotes(String notes) {
    String payload = "0801" + "1a021a00" + notes + "7a20" + "00".repeat(32);
    return RecordCodec.decode(ACCOUNT, 1, HexFormat.of().parseHex(payload));
  }

  @Test
  void aPayloadTooShortForAHashIsRefused() {
    assertThatThrownBy(() -> RecordCodec.chainOf(ACCOUNT, 1, new byte[33], NETWORK))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("cut short");
  }

  /** Lines: entity, sequence, previous hash, payload. */
  @Test
  void recordsThatWereOnceWrittenAreReadAndWrittenAgain() {
    var missing = new ArrayList<String>();
    List<String> stored = StoredText.lines(RecordCodecTest.class, GOLDEN);
    for (String line : stored) {
      String[] parts = line.split(" ");
      EntityId entity = EntityId.parse(parts[0]);
      long sequence = Long.parseLong(parts[1]);
      Hash256 previous = Hash256.parse(parts[2]);
      byte[] payload = HexFormat.of().parseHex(parts[3]);
      DecodedRecord decoded = RecordCodec.decode(entity, sequence, payload);
      assertThat(decoded.chain())
          .isEqualTo(RecordCodec.chainOf(entity, sequence, payload, previous));
      assertThat(RecordCodec.encode(decoded.recorded(), previous).payload()).isEqualTo(payload);
    }
    for (Recorded<?> sample : samples()) {
      String line =
          sample.entity().text()
              + " "
              + sample.sequence()
              + " "
              + NETWORK
              + " "
              + HexFormat.of().formatHex(RecordCodec.encode(sample, NETWORK).payload());
      if (!stored.contains(line)) {
        missing.add(line);
      }
    }
    if (!missing.isEmpty()) {
      fail(
          "Records are written in another way than before. If only samples were added, add these"
              + " lines to "
              + GOLDEN
              + " beside this test (in src/test/resources), and never change a line that is"
              + " there:\n"
              + String.join("\n", missing));
    }
  }

  private static List<Recorded<?>> samples() {
    var notes =
        new LaneNotes(
            List.of(1L, 2L, 300L),
            List.of(
                EntityId.validator(BOB),
                EntityId.subnet(Netuid.of(3)),
                EntityId.emission(Netuid.ROOT)));
    return List.of(
        transfer(notes),
        notesOnly(notes),
        new Recorded<>(
            ACCOUNT,
            1,
            0,
            1_700_000_000_000L,
            Origin.GENESIS,
            LaneNotes.NONE,
            new AccountEvent.AccountOpened(Rao.tao(1), List.of(BOB))),
        new Recorded<>(
            ACCOUNT,
            2,
            5,
            1_700_000_000_000L,
            new Origin.Delivered(EntityId.account(BOB), 9),
            LaneNotes.NONE,
            new AccountEvent.Credited(Rao.tao(2), Message.Credit.Reason.TRANSFER)),
        new Recorded<>(
            EntityId.NETWORK_EMISSION,
            3,
            5,
            1_700_000_000_000L,
            Origin.SAME,
            LaneNotes.NONE,
            new EmissionEvent.BlockMinted(5, List.of())));
  }

  private static Recorded<?> notesOnly(LaneNotes notes) {
    return new Recorded<>(ACCOUNT, 8, 100, 1_700_000_000_000L, Origin.CLOCK, notes, null);
  }

  private static Recorded<?> transfer(LaneNotes notes) {
    SignedCall call =
        CallCodec.sign(new Transfer(ALICE.accountId(), BOB, Rao.tao(5), true), NETWORK, 150, ALICE);
    return new Recorded<>(
        ACCOUNT,
        7,
        100,
        1_700_000_000_000L,
        new Origin.Signed(call),
        notes,
        new Transferred(BOB, Rao.tao(5), Rao.ZERO));
  }
}
