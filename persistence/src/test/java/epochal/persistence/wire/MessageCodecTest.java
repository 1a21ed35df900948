package epochal.persistence.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.account.AccountEvent;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.subnets.subnet.SubnetEvent;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static final AccountId KEY = new AccountId(1, 2, 3, 4);

  record Sample<T>(MessageCodec<T> codec, T value) {}

  @Provide
  Arbitrary<Sample<?>> samples() {
    return Arbitraries.of(List.copyOf(LedgerSchema.all())).flatMap(MessageCodecTest::sample);
  }

  private static <T> Arbitrary<Sample<?>> sample(MessageCodec<T> codec) {
    return AnyValue.of(codec.type()).map(value -> new Sample<>(codec, value));
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  <T> void whatIsWrittenIsReadAgain(@ForAll("samples") Sample<T> sample) {
    byte[] bytes = sample.codec().encode(sample.value());

    T read = sample.codec().decode(bytes);

    assertThat(read).isEqualTo(sample.value());
    assertThat(sample.codec().encode(read)).isEqualTo(bytes);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void protobufReadsTheSameAndWritesTheSame(@ForAll("samples") Sample<?> sample) {
    byte[] bytes = encode(sample);

    com.google.protobuf.Message message = ProtobufView.parse(sample.codec().schema(), bytes);

    ProtobufView.assertEqual(sample.value(), message);
    assertThat(message.getUnknownFields().asMap()).isEmpty();
    assertThat(ProtobufView.write(message)).isEqualTo(bytes);
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void damagedBytesAreRefusedOrMeanWhatTheyCanonicallySay(
      @ForAll("samples") Sample<?> sample, @ForAll long seed) {
    byte[] bytes = encode(sample);
    var random = new Random(seed);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) (1 + random.nextInt(255));
      assertRefusedOrCanonical(sample.codec(), damaged);
    }
    for (int length = 0; length < bytes.length; length++) {
      assertRefusedOrCanonical(sample.codec(), Arrays.copyOf(bytes, length));
    }
  }

  @Property(tries = 5000)
  void anyBytesAreRefusedOrMeanWhatTheyCanonicallySay(
      @ForAll("schemas") MessageCodec<?> codec, @ForAll byte[] bytes) {
    assertRefusedOrCanonical(codec, bytes);
  }

  @Provide
  Arbitrary<MessageCodec<?>> schemas() {
    return Arbitraries.of(List.copyOf(LedgerSchema.all()));
  }

  private static <T> void assertRefusedOrCanonical(MessageCodec<T> codec, byte[] bytes) {
    T value;
    try {
      value = codec.decode(bytes);
    } catch (UnreadableRecordException e) {
      return;
    }
    assertThat(codec.encode(value)).isEqualTo(bytes);
  }

  private static <T> byte[] encode(Sample<T> sample) {
    return sample.codec().encode(sample.value());
  }

  @Test
  void theBytesAreThoseOfTheSchema() {
    var event = new AccountEvent.Transferred(KEY, Rao.of(300), Rao.ZERO);

    assertThat(HexFormat.of().formatHex(LedgerSchema.encodeEvent(event)))
        .isEqualTo(
            "0a20" + "0000000000000001000000000000000200000000000000030000000000000004" + "10ac02");
  }

  @Test
  void mapsAreWrittenInTheOrderOfTheirKeys() {
    var parameters = new TreeMap<String, Long>();
    parameters.put("tempo", 360L);
    parameters.put("kappa", 0L);
    var event = new SubnetEvent.SubnetOpened(null, parameters, Rao.ZERO, List.of());

    assertThat(HexFormat.of().formatHex(LedgerSchema.encodeEvent(event)))
        .isEqualTo("1209" + "0a056b61707061" + "1000" + "120a" + "0a0574656d706f" + "10e802");
  }

  @Test
  void mapsInAnotherOrderAreRefused() {
    String kappa = "1209" + "0a056b61707061" + "1000";
    String tempo = "120a" + "0a0574656d706f" + "10e802";
    String schema = "epochal.v1.SubnetOpened";

    assertThat(decode(schema, kappa + tempo)).isNotNull();
    assertUnreadable(schema, tempo + kappa, "parameters: its keys are not in ascending order");
    assertUnreadable(schema, kappa + kappa, "parameters: its keys are not in ascending order");
    assertUnreadable(
        schema, "1209" + "1000" + "0a056b61707061", "an entry is not a key and then a value");
    assertUnreadable(schema, "120b" + "0a056b61707061" + "10001001", "more than a key and a value");
  }

  @Test
  void anUnknownFieldIsRefusedWithItsNumberAndItsMessage() {
    byte[] withField9 = HexFormat.of().parseHex("0801" + "4801");

    assertThatThrownBy(() -> LedgerSchema.decodeEvent("epochal.v1.TakeChanged", withField9))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessage(
            "epochal.v1.TakeChanged, field 9: unknown to this version, so nothing can be made of"
                + " it");
  }

  @Test
  void anUnknownSchemaIsRefused() {
    assertThatThrownBy(() -> LedgerSchema.decodeEvent("epochal.v1.Vanished", new byte[0]))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessage("epochal.v1.Vanished, event: this version knows no such event");
  }

  @Test
  void longerWaysToWriteTheSameAreRefused() {
    String schema = "epochal.v1.EpochPaid";
    assertThat(decode(schema, "0801")).isNotNull();

    // a zero written out; a number with a byte too many; fields in another order; a field twice
    assertUnreadable(schema, "08011000", "canonical");
    assertUnreadable(schema, "088100", "more bytes than it needs");
    assertUnreadable(schema, "08" + "ffffffffffffffffff03", "more than 64 bits");
    assertUnreadable(schema, "10010801", "out of order");
    assertUnreadable(schema, "08010801", "out of order or twice");
    assertUnreadable(schema, "880001", "canonical"); // its tag with a byte too many
  }

  @Test
  void numbersOutOfTheirTypesAreRefused() {
    assertUnreadable("epochal.v1.TakeChanged", "08" + "8080808010", "above 4294967295");
    assertUnreadable("epochal.v1.Unseated", "08" + "808004", "a netuid is 0 to 65535");
    assertUnreadable(
        "epochal.v1.NetworkLockPaid", "08" + "ffffffffffffffffff01", "cannot be negative");
    assertUnreadable("epochal.v1.HotkeyOpened", "0a20" + "00".repeat(32) + "2a0181", "within");
    assertUnreadable("epochal.v1.TakeChanged", "0a0101", "another type on the wire");
    assertUnreadable("epochal.v1.DelegationRequested", "0a0101", "a key has 32 bytes, not 1");
    assertUnreadable("epochal.v1.DelegationRequested", "", "a key has 32 bytes, not 0");
    assertUnreadable("epochal.v1.IssuanceReduced", "12" + "01ff", "is not UTF-8");
    assertUnreadable("epochal.v1.Credited", "", "0 is none of");
    assertUnreadable("epochal.v1.Credited", "1009", "9 is none of");
    assertUnreadable("epochal.v1.EpochApplied", "", "outcome: is missing");
    assertUnreadable("epochal.v1.WeightsSet", "12" + "03" + "0a0105", "as many values as targets");
  }

  @Test
  void halfASurrogatePairCannotBeWritten() {
    var event = new SubnetEvent.HyperparameterSet("\ud83d", 1);

    assertThatThrownBy(() -> LedgerSchema.encodeEvent(event))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("half a surrogate pair");
  }

  @Test
  void refusalsWithinRefusalsEndSomewhere() {
    Message message = new Message.Eviction(Netuid.of(3));
    for (int i = 0; i < 100; i++) {
      message = new Message.Refusal(message, "BadOrigin", "");
    }
    byte[] bytes =
        LedgerSchema.encodeEvent(
            new AccountEvent.SendingReturned(message, Rao.ZERO, Rao.ZERO, "", ""));

    assertThatThrownBy(() -> LedgerSchema.decodeEvent("epochal.v1.SendingReturned", bytes))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("nested too deeply");
  }

  private static Object decode(String schema, String hex) {
    return LedgerSchema.decodeEvent(schema, HexFormat.of().parseHex(hex));
  }

  private static void assertUnreadable(String schema, String hex, String fault) {
    assertThatThrownBy(() -> decode(schema, hex))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining(fault);
  }
}
