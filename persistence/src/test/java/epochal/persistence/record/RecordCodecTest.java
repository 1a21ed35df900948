package epochal.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
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
import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Ed25519;
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
  private static final RecordCodec CODEC = new RecordCodec(NETWORK);
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
                Arbitraries.longs().greaterOrEqual(0),
                AnyValue.of(AccountId.class),
                AnyValue.of(Signature.class))
            .as(
                (call, validUntil, signer, signature) ->
                    new Origin.Signed(signed((Call) call, validUntil, signer, signature)));
    Arbitrary<Origin> others =
        Arbitraries.of(
                Origin.Delivered.class, Origin.Clock.class, Origin.Genesis.class, Origin.Same.class)
            .flatMap(AnyValue::of)
            .map(Origin.class::cast);
    return Arbitraries.oneOf(signed, others);
  }

  private static SignedCall signed(
      Call call, long validUntil, AccountId signer, Signature signature) {
    byte[] bytes = CallCodec.canonicalBytes(call, NETWORK, validUntil);
    return new SignedCall(
        call, validUntil, signer, Blake2b.hash256(bytes), new Bytes(bytes), signature);
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
    EncodedRecord encoded = CODEC.encode(recorded, NETWORK);

    DecodedRecord decoded = CODEC.decode(recorded.entity(), recorded.sequence(), encoded.payload());

    assertThat(decoded.recorded()).isEqualTo(recorded);
    assertThat(decoded.chain().marks(encoded.chain())).isTrue();
    assertThat(RecordCodec.schemaOf(encoded.payload()))
        .isEqualTo(
            recorded.event() == null
                ? RecordCodec.NOTES_ONLY
                : LedgerSchema.schemaOfEvent(recorded.event()));
    assertThat(
            RecordCodec.chainOf(recorded.entity(), recorded.sequence(), encoded.payload(), NETWORK))
        .isEqualTo(encoded.chain());
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void anyChangedByteIsRefusedOrBreaksTheChain(
      @ForAll("records") Recorded<?> recorded, @ForAll byte mask) {
    byte[] payload = CODEC.encode(recorded, NETWORK).payload();
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
      return CODEC
          .decode(entity, sequence, payload)
          .chain()
          .marks(RecordCodec.chainOf(entity, sequence, payload, NETWORK));
    } catch (UnreadableRecordException e) {
      return false;
    }
  }

  @Test
  void theChainCoversTheStreamThePlaceTheRecordBeforeAndTheWallTime() {
    Recorded<?> recorded = transfer(LaneNotes.NONE);
    byte[] payload = CODEC.encode(recorded, NETWORK).payload();
    Hash256 chain = RecordCodec.chainOf(ACCOUNT, 7, payload, NETWORK);

    assertThat(RecordCodec.chainOf(EntityId.account(BOB), 1, payload, NETWORK))
        .as("the entity is covered by the first record, and through it by all others")
        .isNotEqualTo(RecordCodec.chainOf(ACCOUNT, 1, payload, NETWORK));
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
    assertThat(CODEC.encode(later, NETWORK).chain()).isNotEqualTo(chain);
  }

  @Test
  void theSchemaIsTheEventsOrThatOfTheRecord() {
    var notes = new LaneNotes(List.of(1L), List.of());

    assertThat(RecordCodec.schemaOf(CODEC.encode(transfer(notes), NETWORK).payload()))
        .isEqualTo("epochal.v1.Transferred");
    assertThat(RecordCodec.schemaOf(CODEC.encode(notesOnly(notes), NETWORK).payload()))
        .isEqualTo("epochal.v1.RecordBody");
  }

  @Test
  void acknowledgedNumbersMustAscend() {
    for (List<Long> numbers : List.of(List.of(2L, 1L), List.of(3L, 3L), List.of(0L))) {
      assertThatThrownBy(() -> CODEC.encode(notesOnly(new LaneNotes(numbers, List.of())), NETWORK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ascend");
    }
  }

  @Test
  void notesThatWouldNotBeWrittenSoAreRefused() {
    assertThat(withNotes("4a0101").recorded().notes().acknowledged()).containsExactly(1L);

    assertThatThrownBy(() -> withNotes("4a00"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("is present without a number");
    for (String steps : List.of("4a0100", "4a0a" + "ffffffffffffffffff01")) {
      assertThatThrownBy(() -> withNotes(steps))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("acknowledged_steps: a step of");
    }
    assertThatThrownBy(() -> withNotes("4a0a" + "ffffffffffffffff7f01"))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("a step of 1 after 9223372036854775807");
  }

  /** Reads a record of block 1, made by the clock. */
  private static DecodedRecord withNotes(String notes) {
    return decode("1001" + "3200" + notes);
  }

  private static DecodedRecord decode(String behindTheMark) {
    String payload = "0a10" + "00".repeat(16) + behindTheMark;
    return CODEC.decode(ACCOUNT, 1, HexFormat.of().parseHex(payload));
  }

  @Test
  void recordsThatWouldNotBeWrittenSoAreRefused() {
    assertThat(decode("3200").recorded().origin()).isEqualTo(Origin.CLOCK);

    for (String behind :
        List.of(
            "", // no origin
            "10003200", // a zero block
            "32001001", // the block behind the origin
            "32003a00", // two origins
            "320101", // something in an empty message
            "2a2404" + "28", // a kind of entity that ends
            "2a02" + "1803" + "2800", // the rest of a delivered message
            "2a07" + "18808080808020", // a subnet's number that is none
            "3200" + "620208056202" + "0805", // two events
            "3200" + "ba0f00", // an event that nobody knows
            "2200")) { // a call of nothing
      assertThatThrownBy(() -> decode(behind))
          .as(behind)
          .isInstanceOf(UnreadableRecordException.class);
    }
  }

  @Test
  void aSignedTransferTellsNothingTwice() {
    byte[] payload = CODEC.encode(transfer(LaneNotes.NONE), NETWORK).payload();
    String hex = HexFormat.of().formatHex(payload);

    assertThat(payload).hasSize(146);
    assertThat(hex).containsOnlyOnce(HexFormat.of().formatHex(BOB.bytes()));
    assertThat(hex).doesNotContain(HexFormat.of().formatHex(ALICE.accountId().bytes()));
    assertThat(hex).doesNotContain(NETWORK.hex());
  }

  /** By someone who has nothing but the generated classes, the network's hash and the stream. */
  @Test
  void theSignedBytesComeOutOfTheSchemaAlone() throws InvalidProtocolBufferException {
    Recorded<?> recorded = transfer(LaneNotes.NONE);
    byte[] payload = CODEC.encode(recorded, NETWORK).payload();

    var body = epochal.persistence.schema.RecordBody.parseFrom(payload);
    assertThat(body.getSigned().getElsewhere()).isEqualTo(1 << 1 | 1 << 2 | 1 << 3);
    var signed =
        epochal.persistence.schema.SignedPayload.newBuilder()
            .setNetwork(ByteString.copyFrom(NETWORK.bytes()))
            .setValidUntil(body.getSigned().getValidUntil())
            .setTransfer(
                body.getSigned().getTransfer().toBuilder()
                    .setColdkey(ByteString.copyFrom(ALICE.accountId().bytes()))
                    .setTo(body.getTransferred().getTo())
                    .setAmount(body.getTransferred().getAmount()))
            .build();

    assertThat(
            Ed25519.verify(
                ALICE.accountId(),
                signed.toByteArray(),
                Signature.of(body.getSigned().getSignature().toByteArray())))
        .isTrue();
  }

  @Test
  void aCallThatWasSignedForAnotherNetworkIsNotWritten() {
    assertThatThrownBy(
            () -> new RecordCodec(Hash256.ZERO).encode(transfer(LaneNotes.NONE), NETWORK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another network");
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void protobufReadsTheSameAndWritesTheSame(@ForAll("records") Recorded<?> recorded)
      throws InvalidProtocolBufferException {
    byte[] payload = CODEC.encode(recorded, NETWORK).payload();

    var body = epochal.persistence.schema.RecordBody.parseFrom(payload);

    assertThat(body.getUnknownFields().asMap()).isEmpty();
    assertThat(body.getBlock()).isEqualTo(recorded.block());
    assertThat(body.getWallMillis()).isEqualTo(recorded.wallMillis());
    assertThat(body.getForgottenCount()).isEqualTo(recorded.notes().forgotten().size());
    assertThat(body.getAcknowledgedStepsCount()).isEqualTo(recorded.notes().acknowledged().size());
    assertThat(body.getEventCase().getNumber() == 0).isEqualTo(recorded.event() == null);
    byte[] written = new byte[body.getSerializedSize()];
    var out = CodedOutputStream.newInstance(written);
    out.useDeterministicSerialization();
    assertThatCode(() -> body.writeTo(out)).doesNotThrowAnyException();
    assertThat(written).isEqualTo(payload);
  }

  @Test
  void aPayloadTooShortForAHashIsRefused() {
    assertThatThrownBy(() -> RecordCodec.chainOf(ACCOUNT, 1, new byte[17], NETWORK))
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
      DecodedRecord decoded = CODEC.decode(entity, sequence, payload);
      assertThat(decoded.chain().marks(RecordCodec.chainOf(entity, sequence, payload, previous)))
          .isTrue();
      assertThat(CODEC.encode(decoded.recorded(), previous).payload()).isEqualTo(payload);
    }
    for (Recorded<?> sample : samples()) {
      String line =
          sample.entity().text()
              + " "
              + sample.sequence()
              + " "
              + NETWORK
              + " "
              + HexFormat.of().formatHex(CODEC.encode(sample, NETWORK).payload());
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
