package epochal.ledger.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ss58Test {
  private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  @Provide
  Arbitrary<AccountId> ids() {
    return Arbitraries.bytes().array(byte[].class).ofSize(32).map(AccountId::of);
  }

  @ParameterizedTest
  @CsvSource({
    "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY,"
        + "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
    "5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM,"
        + "0000000000000000000000000000000000000000000000000000000000000000",
    "5HrN7fHLXWcFiXPwwtq2EkSGns9eMt5P7SpeTPewumZy6ftb,"
        + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    // The account of the root subnet: "modl", "subtensr" and zeros.
    "5EYCAe5jLQhn6ofDSvqF6iY53erXNkwhyE1aCEgvi1NNs91F,"
        + "6d6f646c73756274656e73720000000000000000000000000000000000000000",
  })
  void known_addresses(String address, String key) {
    var id = AccountId.of(HexFormat.of().parseHex(key));

    assertThat(id).hasToString(address);
    assertThat(Ss58.parse(address)).isEqualTo(id);
  }

  @Property
  void every_id_comes_back_from_its_address(@ForAll("ids") AccountId id) {
    String address = Ss58.encode(id);

    assertThat(address).hasSize(48).startsWith("5");
    assertThat(Ss58.parse(address)).isEqualTo(id);
  }

  /** All 48 × 57 of them for each address; the checksum of 16 bits catches all of these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ALICE,
        "5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM",
        "5HrN7fHLXWcFiXPwwtq2EkSGns9eMt5P7SpeTPewumZy6ftb",
        "5EYCAe5jLQhn6ofDSvqF6iY53erXNkwhyE1aCEgvi1NNs91F",
      })
  void one_wrong_character_is_refused(String address) {
    for (int i = 0; i < address.length(); i++) {
      for (int digit = 0; digit < ALPHABET.length(); digit++) {
        char c = ALPHABET.charAt(digit);
        if (c != address.charAt(i)) {
          String mutated = address.substring(0, i) + c + address.substring(i + 1);
          assertThatThrownBy(() -> Ss58.parse(mutated))
              .as(mutated)
              .isInstanceOf(InvalidAddressException.class);
        }
      }
    }
  }

  @Property
  void a_character_outside_the_alphabet_is_named_with_its_position(
      @ForAll("ids") AccountId id,
      @ForAll @IntRange(max = 47) int at,
      @ForAll("aliens") char alien) {
    String address = id.toString();
    String mutated = address.substring(0, at) + alien + address.substring(at + 1);

    assertThatThrownBy(() -> Ss58.parse(mutated))
        .isInstanceOf(InvalidAddressException.class)
        .hasMessageContaining("character " + (at + 1) + " is ");
  }

  @Provide
  Arbitrary<Character> aliens() {
    return Arbitraries.chars().all().filter(c -> ALPHABET.indexOf(c) < 0);
  }

  /** Whatever is read is the text that would be written. */
  @Property
  void what_is_read_is_canonical(
      @ForAll @Size(max = 70) @CharRange(from = '1', to = 'z') char[] chars) {
    String text = new String(chars);
    try {
      assertThat(Ss58.parse(text)).hasToString(text);
    } catch (InvalidAddressException refused) {
      assertThat(refused.code()).isEqualTo("InvalidAddress");
      assertThat(refused).hasMessageContaining(" is not an address: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5",
    "2,HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F",
    "63,7NPoMQbiA6trJKkjB35uk96MeJD4PGWkLQLH7k7hXEkZpiba",
    "64,cEaNSpz4PxFcZ7nT1VEKrKewH67rfx6MfcM6yKojyyPz7qaqp",
    "255,yGHXkYLYqxijLKKfd9Q2CB9shRVu8rPNBS53wvwGTutYg4zTg",
    "1284,VdvKmYJfD4VXA9fzz1SbmCo2eYHSzUFbaDCZSuaNKJAe8YNg6",
    "16383,yNa8JpqfFB3q8A29rCwSgxvdU94ufJw2yKKxDgznS5m1PoFvn",
  })
  void an_address_of_another_network_is_refused_by_its_prefix(int network, String address) {
    assertRefused(
        address,
        "it belongs to the network with prefix "
            + network
            + ", and addresses here have prefix 42; if the same key is meant, its address here is "
            + ALICE);
  }

  @Test
  void prefix_42_in_two_bytes_is_refused() {
    assertRefused(
        "Zp5wgt7iipcBBD8qrDbgQerUy6vWeg3np21675SE43SmZaPo9",
        "it spells network prefix 42 in two bytes; write " + ALICE);
  }

  @Test
  void a_reserved_prefix_is_refused() {
    assertRefused(
        "DrZg9tnv91k6T93t3eGTHiNyeqWAxBSabYLp7AvGcpQG7do5",
        "its first byte is 128, which is no network prefix;"
            + " copy it again in full from where it was shown");
  }

  @Test
  void a_wrong_checksum_is_named() {
    assertRefused(
        ALICE.replace("GKutQY", "GKutQZ"),
        "its checksum is wrong, so that at least one character is mistyped;"
            + " copy it again in full from where it was shown");
  }

  @Test
  void a_wrong_length_is_named() {
    String advice = ", and an address has 48; copy it again in full from where it was shown";

    assertRefused(ALICE.substring(0, 47), "it has 47 characters" + advice);
    assertRefused(ALICE + "Y", "it has 49 characters" + advice);
    assertRefused("5", "it has 1 character" + advice);
    assertRefused("1", "it has 1 character" + advice);
    assertRefused("5".repeat(64), "it has 64 characters" + advice);
    assertThatThrownBy(() -> Ss58.parse("5".repeat(1000)))
        .isInstanceOf(InvalidAddressException.class)
        .hasMessage("'" + "5".repeat(64) + "…' is not an address: it has 1000 characters" + advice);
  }

  @Test
  void a_payload_of_another_size_is_named() {
    assertRefused(
        "KVwAJq4MvNXEo5cvx4H8GDKgSeDbidnN8UfrxTCJp6ng8ifY1",
        "it holds 33 bytes, and an account id has 32; give an account");
    assertRefused(
        "x5JwmeVWjgaoRRWrY98BFXaLhzMZoTJuoU73mNGZrnqzBY",
        "it holds 31 bytes, and an account id has 32; give an account");
  }

  @Test
  void empty_text_white_space_and_look_alikes_are_named() {
    assertRefused("", "the text is empty; give an SS58 address");
    assertRefused(" " + ALICE, "character 1 is white space (U+0020); give the address alone");
    assertThatThrownBy(() -> Ss58.parse(ALICE + "\n"))
        .isInstanceOf(InvalidAddressException.class)
        .hasMessage(
            "'"
                + ALICE
                + "?' is not an address: character 49 is white space (U+000A);"
                + " give the address alone");
    assertRefused(
        ALICE.replace("HpN", "H0N"),
        "character 32 is '0', which addresses avoid because it looks like another;"
            + " copy it again in full from where it was shown");
    assertRefused(
        ALICE.replace("HpN", "H-N"),
        "character 32 is '-', which no address contains;"
            + " copy it again in full from where it was shown");
  }

  @Test
  void a_key_in_hexadecimal_is_answered_with_its_address() {
    assertRefused(
        "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
        "it is a public key in hexadecimal; its address is " + ALICE);
  }

  private static void assertRefused(String text, String fault) {
    String shown = text.length() > 64 ? text.substring(0, 64) + "…" : text;
    assertThatThrownBy(() -> Ss58.parse(text))
        .isInstanceOf(InvalidAddressException.class)
        .hasMessage("'" + shown + "' is not an address: " + fault);
  }
}
