package epochal.persistence.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaBindingTest {
  private static final Descriptor TRANSFERRED =
      epochal.persistence.schema.Transferred.getDescriptor();

  static class Fitting {
    record Transferred(AccountId to, Rao amount, Rao dust) {}
  }

  static class Missing {
    record Transferred(AccountId to, Rao amount) {}
  }

  static class Extra {
    record Transferred(AccountId to, Rao amount, Rao dust, long fee) {}
  }

  static class OtherType {
    record Transferred(AccountId to, int amount, Rao dust) {}
  }

  static class OtherPresence {
    record Transferred(AccountId to, @Nullable Rao amount, Rao dust) {}

    record BurnedRegister(AccountId coldkey, Netuid netuid, AccountId hotkey, Rao limit) {}
  }

  static class OtherConstants {
    record Credited(Rao amount, Reason reason) {}

    enum Reason {
      TRANSFER,
      GIFT
    }
  }

  static class FewerConstants {
    record Credited(Rao amount, Reason reason) {}

    enum Reason {
      TRANSFER
    }
  }

  record Renamed(AccountId to, Rao amount, Rao dust) {}

  @Test
  void aRecordThatFitsIsBound() {
    var codec = new SchemaBinding().bind(Fitting.Transferred.class, TRANSFERRED);
    var value = new Fitting.Transferred(new AccountId(1, 2, 3, 4), Rao.of(5), Rao.of(6));

    assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
  }

  @Test
  void everyDifferenceIsRefusedNamingBothSides() {
    assertMismatch(
        Missing.Transferred.class, TRANSFERRED, "field dust (uint64 = 3) has no component");
    assertMismatch(
        Extra.Transferred.class, TRANSFERRED, "component fee (long) has no field named fee");
    assertMismatch(
        OtherType.Transferred.class,
        TRANSFERRED,
        "component amount (int) cannot be field amount (uint64 = 2)");
    assertMismatch(
        OtherPresence.Transferred.class,
        TRANSFERRED,
        "may be null and field amount (uint64 = 2) is not optional");
    assertMismatch(
        OtherPresence.BurnedRegister.class,
        epochal.persistence.schema.BurnedRegister.getDescriptor(),
        "may not be null and field limit (uint64 = 4) is optional");
    assertMismatch(Renamed.class, TRANSFERRED, "have the same name");
  }

  @Test
  void enumsFitByTheNamesOfTheirConstants() {
    Descriptor credited = epochal.persistence.schema.Credited.getDescriptor();

    assertThatThrownBy(() -> new SchemaBinding().bind(OtherConstants.Credited.class, credited))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("GIFT has no value of its name")
        .hasMessageContaining("epochal.v1.Credit.Reason");
    assertThatThrownBy(() -> new SchemaBinding().bind(FewerConstants.Credited.class, credited))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("value UNSTAKED has no constant");
  }

  @Test
  void namesAreTranslated() {
    assertThat(SchemaBinding.snakeCase("stakeWeight")).isEqualTo("stake_weight");
    assertThat(SchemaBinding.snakeCase("EpochDue")).isEqualTo("epoch_due");
    assertThat(SchemaBinding.snakeCase("placeholder1")).isEqualTo("placeholder1");
  }

  private static void assertMismatch(Class<?> type, Descriptor message, String fault) {
    assertThatThrownBy(() -> new SchemaBinding().bind(type, message))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining(type.getName())
        .hasMessageContaining(message.getFullName())
        .hasMessageContaining(fault);
  }
}
