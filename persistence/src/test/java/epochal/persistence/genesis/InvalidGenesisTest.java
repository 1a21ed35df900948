package epochal.persistence.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that makes a genesis invalid, and where the error says it is. */
class InvalidGenesisTest {
  private static final String ALICE_SR25519 = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

  /**
   * One change to the valid document.
   *
   * @param from occurs once; single quotes stand for double ones, here and in the other two
   */
  record Fault(String from, String to, String path, String sentence) {
    @Override
    public String toString() {
      return path + " " + to;
    }
  }

  private static Fault fault(String from, String to, String path, String sentence) {
    return new Fault(quoted(from), quoted(to), quoted(path), sentence);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  static Stream<Fault> faults() {
    return Stream.of(shape(), types(), keys(), money(), parameters(), hotkeys(), subnets(), root())
        .flatMap(faults -> faults);
  }

  private static Stream<Fault> shape() {
    return Stream.of(
        fault("'format': 'epochal-genesis/1',", "", "$", "field 'format' is missing"),
        fault("epochal-genesis/1", "epochal-genesis/2", "$.format", "write epochal-genesis/1"),
        fault("'name': 'tiny',", "", "$", "field 'name' is missing"),
        fault("'tiny'", "'Tiny net'", "$.name", "lower-case"),
        fault("'tiny'", "''", "$.name", "lower-case"),
        fault(
            "'notes'", "'remarks'", "$.remarks", "no such field: remove it, or use one of format"),
        fault("'notes': ['for tests']", "'notes': 'x'", "$.notes", "is not a list"),
        fault("'for tests'", "1", "$.notes[0]", "is not a text"),
        fault("'name': 'tiny'", "'name': 'tiny', 'name': 'two'", "$.name", "Duplicate field"),
        fault(
            "'//Alice': 5",
            "'//Alice': 5, '//Alice': 6",
            "$.hotkeys['//Alice//hot'].stakes['//Alice']",
            "line 7"),
        fault("'root': ['//Alice//hot']}", "'root': ['//Alice//hot']} {}", "$", "follows"),
        fault(
            "'root': ['//Alice//hot']}", "'root': ['//Alice//hot'", "$.root[0]", "Unexpected end"),
        fault("'notes': [", "'notes': [ /* no */ ", "$.notes", "Write valid JSON"),
        fault("'hotkeys': {", "'hotkeys': {'x\\\\y': 1,", "$.hotkeys['x\\\\y']", "not an address"));
  }

  private static Stream<Fault> types() {
    return Stream.of(
        fault("{'//Alice': 1000,", "{'//Alice': '1000',", "$.balances['//Alice']", "whole number"),
        fault("{'//Alice': 1000,", "{'//Alice': 1000.0,", "$.balances['//Alice']", "whole number"),
        fault("{'//Alice': 1000,", "{'//Alice': 1e3,", "$.balances['//Alice']", "whole number"),
        fault("{'//Alice': 1000,", "{'//Alice': -1,", "$.balances['//Alice']", "whole number"),
        fault(
            "{'//Alice': 1000,",
            "{'//Alice': 9223372036854775808,",
            "$.balances['//Alice']",
            "from 0 to 9223372036854775807"),
        fault("{'//Alice': 1000,", "{'//Alice': null,", "$.balances['//Alice']", "null is not"),
        fault("['//Alice//hot']}", "'//Alice//hot'}", "$.root", "is not a list"),
        fault("['//Alice//hot']}", "{}}", "$.root", "is not a list"),
        fault("{'owner': '//Bob'}", "[]", "$.hotkeys['//Bob//hot']", "is not an object"),
        fault(
            "'yuma3_enabled': true",
            "'yuma3_enabled': 1",
            "$.subnets[1].parameters.yuma3_enabled",
            "is not true or false"),
        fault("'tempo': 6", "'tempo': true", "$.subnets[1].parameters.tempo", "whole number"),
        fault("'netuid': 9", "'netuid': '9'", "$.subnets[0].netuid", "whole number"));
  }

  private static Stream<Fault> keys() {
    return Stream.of(
        fault(
            ALICE_SR25519,
            ALICE_SR25519.replace("QY", "QZ"),
            "$.balances['" + ALICE_SR25519.replace("QY", "QZ") + "']",
            "checksum"),
        fault(ALICE_SR25519, "", "$.balances['']", "the text is empty"),
        fault("'sudo': '//Alice'", "'sudo': '/Alice'", "$.parameters.sudo", "derivation path"),
        fault("'sudo': '//Alice'", "'sudo': 'Alice'", "$.parameters.sudo", "such as //Alice"),
        fault("'owner': '//Bob',", "'owner': 7,", "$.subnets[1].owner", "is not a text"),
        fault(
            ALICE_SR25519,
            "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu",
            "$.balances['5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu']",
            "list it once"));
  }

  private static Stream<Fault> money() {
    return Stream.of(
        fault(
            "{'//Alice': 1000,",
            "{'//Alice': 499,",
            "$.balances['//Alice']",
            "499 rao is below the existential deposit (500)"),
        fault("{'//Alice': 1000,", "{'//Alice': 0,", "$.balances['//Alice']", "leave the account"),
        fault(
            "{'//Alice': 1000,",
            "{'//Alice': 21000000000000001,",
            "$.balances['//Alice']",
            "more than 21000000 TAO"),
        fault(
            "{'//Alice': 1000,",
            "{'//Alice': 20999999999999489,",
            "$.hotkeys['//Alice//hot'].stakes['//Bob']",
            "more than 21000000 TAO"),
        fault(
            "'//Alice': 5",
            "'//Alice': 0",
            "$.hotkeys['//Alice//hot'].stakes['//Alice']",
            "no stake of 0"),
        fault(
            "'//Bob': 7",
            "'//Bob': 6",
            "$.hotkeys['//Alice//hot'].stakes['//Bob']",
            "below nominator_minimum (7)"));
  }

  private static Stream<Fault> parameters() {
    return Stream.of(
        fault("'subnet_limit'", "'subnet_limits'", "$.parameters.subnet_limits", "no such field"),
        fault("'subnet_limit': 2", "'subnet_limit': 65536", "$.parameters.subnet_limit", "65535"),
        fault("'subnet_limit': 2", "'subnet_limit': 1", "$.subnets[1]", "subnet_limit allows (1)"),
        fault("'root_seats': 1", "'root_seats': 0", "$.parameters.root_seats", "from 1"),
        fault("'root_seats': 1", "'block_millis': 0", "$.parameters.block_millis", "from 1"),
        fault(
            "'root_seats': 1",
            "'lane_lifetime': 4294967296",
            "$.parameters.lane_lifetime",
            "to 4294967295"),
        fault("'root_seats': 1", "'min_lock': -1", "$.parameters.min_lock", "amount"),
        fault("'root_seats': 1", "'network': 'x'", "$.parameters.network", "no such field"),
        fault("'root_seats': 1", "'max_take': 5000", "$.parameters", "min_take (5898) is above"));
  }

  private static Stream<Fault> hotkeys() {
    return Stream.of(
        fault("{'owner': '//Bob'}", "{}", "$.hotkeys['//Bob//hot']", "field 'owner' is missing"),
        fault(
            "{'owner': '//Bob'}",
            "{'owner': '//Bob', 'take': 1}",
            "$.hotkeys['//Bob//hot'].take",
            "owner, delegate_take, stakes"),
        fault(
            "'delegate_take': 9000, ",
            "",
            "$.hotkeys['//Alice//hot'].stakes['//Bob']",
            "give the hotkey a delegate_take"),
        fault(
            "'delegate_take': 9000",
            "'delegate_take': 5897",
            "$.hotkeys['//Alice//hot'].delegate_take",
            "from 5898 to 11796"),
        fault(
            "'delegate_take': 9000",
            "'delegate_take': 11797",
            "$.hotkeys['//Alice//hot'].delegate_take",
            "from 5898 to 11796"),
        fault(
            "'//Bob//hot': {'owner': '//Bob'}",
            "'//Bob//hot': {'owner': '//Bob'},"
                + " '5G3kMDU2NrKnsrr3iLfdXzvEg2MHfciojMKGtfcmogpHLRyr': {'owner': '//Alice'}",
            "$.hotkeys['5G3kMDU2NrKnsrr3iLfdXzvEg2MHfciojMKGtfcmogpHLRyr']",
            "a hotkey has one owner"));
  }

  private static Stream<Fault> subnets() {
    String second = "$.subnets[1]";
    return Stream.of(
        fault("'netuid': 9", "'netuid': 0", "$.subnets[0].netuid", "from 1 to 65535"),
        fault("'netuid': 9", "'netuid': 65536", "$.subnets[0].netuid", "from 1 to 65535"),
        fault("'netuid': 9", "'netuid': 1", second + ".netuid", "give it another number"),
        fault("'owner': null, 'seats': []", "'owner': null", "$.subnets[0]", "'seats' is missing"),
        fault("'seats': []", "'seats': [], 'uids': 3", "$.subnets[0].uids", "no such field"),
        fault("'seats': []", "'seats': [], 'emission': 2", second + ".emission", "1 TAO a block"),
        fault("'seats': []", "'seats': [], 'burn': 0", "$.subnets[0].burn", "min_burn (1)"),
        fault("2000000000", "100000000001", second + ".burn", "max_burn (100000000000)"),
        fault("['//Bob//hot', ", "['//Carol//hot', ", second + ".seats[0]", "add it to $.hotkeys"),
        fault("['//Bob//hot', ", "['//Alice//hot', ", second + ".seats[1]", "has a seat already"),
        fault("['//Bob//hot', ", "['//Bob//hot', '//Bob//hot', ", second + ".seats[1]", "once"),
        fault(
            "'max_allowed_uids': 2, 'max_allowed_validators': 2",
            "'max_allowed_uids': 1, 'max_allowed_validators': 1",
            second + ".seats[1]",
            "max_allowed_uids allows (1)"),
        fault(
            "'max_allowed_validators': 2",
            "'max_allowed_validators': 3",
            second + ".parameters",
            "max_allowed_validators is 3 and must not be above max_allowed_uids (2)"),
        fault("'max_allowed_uids': 2", "'max_allowed_uids': 4097", second + ".parameters", "4096"),
        fault("'tempo': 6", "'tempo': 65536", second + ".parameters.tempo", "0 to 65535"),
        fault(
            "'tempo': 6",
            "'target_regs_per_interval': 0",
            second + ".parameters.target_regs_per_interval",
            "1 to 65535"),
        fault(
            "'tempo': 6",
            "'alpha_sigmoid_steepness': -32769",
            second + ".parameters.alpha_sigmoid_steepness",
            "-32768 to 32767"),
        fault(
            "'tempo': 6",
            "'adjustment_alpha': 18446744073709551616",
            second + ".parameters.adjustment_alpha",
            "to 18446744073709551615"),
        fault(
            "'tempo': 6",
            "'bonds_moving_avg': -1",
            second + ".parameters.bonds_moving_avg",
            "out of range"),
        fault("'tempo': 6", "'min_burn': 100000000001", second + ".parameters", "max_burn"),
        fault(
            "'tempo': 6",
            "'liquid_alpha_enabled': true, 'alpha_low': 1637",
            second + ".parameters",
            "alpha_low is 1637"),
        fault(
            "'tempo': 6",
            "'liquid_alpha_enabled': true, 'alpha_low': 58983",
            second + ".parameters",
            "alpha_high (58982)"),
        fault(
            "'tempo': 6", "'Tempo': 6", second + ".parameters['Tempo']", "no such hyperparameter"));
  }

  private static Stream<Fault> root() {
    return Stream.of(
        fault("['//Alice//hot']}", "['//Bob//hot']}", "$.root[0]", "a delegate_take"),
        fault("['//Alice//hot']}", "['//Alice']}", "$.root[0]", "is unknown"),
        fault(
            "['//Alice//hot']}",
            "['//Alice//hot', '//Bob//hot']}",
            "$.root[1]",
            "root_seats allows (1)"));
  }

  @Test
  void without_a_fault_it_is_valid() {
    assertThat(Genesis.of(TinyGenesis.bytes()).name()).isEqualTo("tiny");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void each_fault_is_named_with_its_place(Fault fault) {
    assertThat(TinyGenesis.TEXT.split(Pattern.quote(fault.from()), -1)).hasSize(2);
    String broken = TinyGenesis.TEXT.replace(fault.from(), fault.to());

    assertThatExceptionOfType(GenesisException.class)
        .isThrownBy(() -> Genesis.of(TinyGenesis.bytes(broken)))
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo("InvalidGenesis");
              assertThat(e.path()).contains(fault.path());
              assertThat(e)
                  .hasMessageContaining(fault.path())
                  .hasMessageContaining(fault.sentence());
              assertThat(e.getMessage()).endsWith(".").doesNotContain("com.fasterxml", "java.");
            });
  }

  @Test
  void what_is_not_text_in_utf_8_is_refused() {
    byte[] latin =
        TinyGenesis.TEXT.replace("for tests", "für").getBytes(StandardCharsets.ISO_8859_1);

    assertInvalid(latin, "UTF-8");
    assertInvalid(TinyGenesis.TEXT.getBytes(StandardCharsets.UTF_16), "UTF-8");
  }

  @Test
  void an_empty_file_is_refused() {
    assertInvalid(new byte[0], "empty");
    assertInvalid(new byte[] {' ', '\n'}, "empty");
    assertInvalid(new byte[] {'[', ']'}, "is not an object");
  }

  @Test
  void a_file_that_was_cut_off_anywhere_is_refused() {
    byte[] whole = TinyGenesis.bytes();
    int lastBrace = TinyGenesis.TEXT.lastIndexOf('}');
    for (int length = 0; length <= lastBrace; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(GenesisException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> Genesis.of(cut))
          .satisfies(e -> assertThat(e.code()).isEqualTo("InvalidGenesis"));
    }
  }

  @Test
  void one_flipped_bit_is_refused_or_makes_another_network() {
    byte[] whole = TinyGenesis.bytes();
    var network = Genesis.of(whole).network().network();
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << i % Byte.SIZE);
      try {
        assertThat(Genesis.of(flipped).network().network()).isNotEqualTo(network);
      } catch (GenesisException e) {
        assertThat(e.code()).isEqualTo("InvalidGenesis");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 2);
  }

  private static void assertInvalid(byte[] content, String sentence) {
    assertThatExceptionOfType(GenesisException.class)
        .isThrownBy(() -> Genesis.of(content))
        .withMessageContaining(sentence)
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo("InvalidGenesis");
              assertThat(e.path()).contains("$");
            });
  }
}
