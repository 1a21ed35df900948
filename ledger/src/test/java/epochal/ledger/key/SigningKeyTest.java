package epochal.ledger.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
  /**
   * The six names are those of Substrate's ed25519 keyring; the rest covers the forms of a
   * junction: number and text, the first number that is text, 32 and 33 encoded bytes, and text
   * whose length takes two bytes.
   */
  @ParameterizedTest
  @CsvSource({
    "//Alice,5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu",
    "//Bob,5GoNkf6WdbxCFnPdAnYYQyCjAKPJgLNxXwPjwTh6DGg6gN3E",
    "//Charlie,5DbKjhNLpqX3zqZdNBc9BGb4fHU1cRBaDhJUskrvkwfraDi6",
    "//Dave,5ECTwv6cZ5nJQPk6tWfaTrEk8YH2L7X1VT4EL5Tx2ikfFwb7",
    "//Eve,5Ck2miBfCe1JQ4cY3NDsXyBaD6EcsgiVmEFTWwqNSs25XDEq",
    "//Ferdie,5E2BmpVFzYGd386XRCZ76cDePMB3sfbZp5ZKGUsrG1m6gomN",
    "//Alice//stash,5DdJ9KX9gm9UvZpcpY6av29Q4uzbjuHdp5zEmV6FCh2FXiBc",
    "//Alice//hot//3,5CqU1MoPBkZQRL6q5oCLMKnRqmCbUJJbKPersudroY1LzsiF",
    "//007,5HnLET6TVVoYeh5RE7gCf9vL2bFTwCtHkgU4cVdCj4K33GHb",
    "//18446744073709551615,5CHuCGRtxSS3WjWBQgBBHuYqXTasTV2fqQkLGJoAZNEZABnZ",
    "//18446744073709551616,5CUCLVQzLh5oxNanu3699rqaxmkiQG4kNNd4WCDfJWiqwuYk",
    "//é,5EY2nkhpz6gCUbgTnNTPiMABpoGupQVja5AY5R3Fv8bVyu9n",
    "//aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,5FpyPREtKDYxC84j2BtuAgm2y6BK5x6us7zi1zhh3C9nxLLj",
    "//aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,5Eq49Ndbk9AmZy8fVVkN3ckVWSiVZsZmCfdGTMUwp1uk2AUh",
    "//aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
        + "5GYgYjf5SXE4h8YPzDPFuMT7xGjLpv7YHmqFYrxxM94LWiKH",
  })
  void development_keys_are_those_of_substrate(String path, String address) {
    assertThat(SigningKey.development(path).accountId()).hasToString(address);
  }

  @Test
  void a_key_derives_further_keys() {
    assertThat(SigningKey.development("//Alice").derive("//hot//3").accountId())
        .isEqualTo(SigningKey.development("//Alice//hot//3").accountId())
        .isNotEqualTo(SigningKey.development("//Alice//hot//4").accountId());
    assertThat(SigningKey.development("//7").accountId())
        .isEqualTo(SigningKey.development("//+007").accountId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Alice", "/Alice", "//", "//Alice/soft", "//Alice///pass", "//Alice//"})
  void a_path_of_other_than_hard_junctions_is_refused(String path) {
    assertThatThrownBy(() -> SigningKey.development(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write hard junctions such as //Alice");
  }

  @Test
  void a_junction_past_the_two_byte_length_is_refused() {
    assertThatThrownBy(() -> SigningKey.development("//" + "a".repeat(1 << 14)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a junction has at most 16383 bytes, not 16384");
  }

  @Test
  void a_seed_has_32_bytes() {
    assertThatThrownBy(() -> SigningKey.fromSeed(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a seed has 32 bytes, not 31");
  }

  @Test
  void the_seed_is_copied() {
    byte[] seed = new byte[32];
    var key = SigningKey.fromSeed(seed);
    byte[] message = "transfer".getBytes(StandardCharsets.UTF_8);
    var before = key.sign(message);

    seed[0] = 1;

    assertThat(key.sign(message)).isEqualTo(before);
    assertThat(key.sign(message).bytes()).isEqualTo(before.bytes()).hasSize(64);
  }

  @Test
  void text_names_the_public_key_only() {
    assertThat(SigningKey.development("//Alice"))
        .hasToString("SigningKey(5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu)");
  }
}
