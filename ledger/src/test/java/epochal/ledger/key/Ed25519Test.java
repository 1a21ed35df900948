package epochal.ledger.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519Test {
  private static final HexFormat HEX = HexFormat.of();

  /** Every verifier that runs on this machine, the plain one among them. */
  static List<SignatureVerifier> verifiers() {
    var portable = List.<SignatureVerifier>of(new BouncyCastleVerifier(), new ExactVerifier());
    try {
      return List.of(portable.get(0), portable.get(1), CorrettoVerifier.load());
    } catch (GeneralSecurityException | LinkageError e) {
      return portable;
    }
  }

  /** RFC 8032 §7.1, tests 1, 2, 3 and SHA(abc). */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,"
        + "'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,"
        + "72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,"
        + "af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
        + "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
        + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,"
        + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
  })
  void vectors_of_rfc_8032(String seed, String publicKey, String message, String signature) {
    var key = SigningKey.fromSeed(HEX.parseHex(seed));
    byte[] text = HEX.parseHex(message);

    assertThat(HEX.formatHex(key.accountId().bytes())).isEqualTo(publicKey);
    assertThat(key.sign(text).hex()).isEqualTo(signature);
    assertThat(Ed25519.verify(key.accountId(), text, Signature.parse(signature))).isTrue();
    assertAll(true, key.accountId(), text, Signature.parse(signature));
  }

  @Test
  void the_choice_of_library_is_stated() {
    if (Ed25519.fallbackReason().isEmpty()) {
      assertThat(Ed25519.provider()).isEqualTo("AmazonCorrettoCryptoProvider");
      assertThat(verifiers()).hasSize(3);
    } else {
      assertThat(Ed25519.provider()).isEqualTo("BouncyCastle");
      assertThat(Ed25519.fallbackReason().get()).isNotBlank();
      assertThat(verifiers()).hasSize(2);
    }
  }

  @Property(tries = 60)
  void what_a_key_signs_is_good_and_nothing_else(
      @ForAll @Size(32) byte[] seed,
      @ForAll @Size(min = 1, max = 300) byte[] message,
      @ForAll @IntRange(max = 511) int signatureBit,
      @ForAll @IntRange(max = 255) int keyBit) {
    var key = SigningKey.fromSeed(seed);
    var signature = key.sign(message);

    assertAll(true, key.accountId(), message, signature);

    byte[] otherMessage = message.clone();
    otherMessage[signatureBit % message.length] ^= 1;
    assertAll(false, key.accountId(), otherMessage, signature);
    assertAll(false, key.accountId(), message, Signature.of(flip(signature.bytes(), signatureBit)));
    assertAll(false, AccountId.of(flip(key.accountId().bytes(), keyBit)), message, signature);
  }

  @Test
  void long_messages_are_checked_to_the_last_byte() {
    var key = SigningKey.development("//Alice");
    byte[] message = new byte[100_000];
    var signature = key.sign(message);
    assertAll(true, key.accountId(), message, signature);

    message[message.length - 1] = 1;

    assertAll(false, key.accountId(), message, signature);
  }

  @Test
  void many_threads_get_the_answers_that_one_gets() {
    var keys = IntStream.range(0, 8).mapToObj(i -> SigningKey.development("//" + i)).toList();
    byte[] message = {1, 2, 3};
    var signatures = keys.stream().map(key -> key.sign(message)).toList();

    var wrong =
        IntStream.range(0, 2000)
            .parallel()
            .filter(
                i -> {
                  int signer = i % 8;
                  int claimed = i / 8 % 8;
                  boolean good =
                      Ed25519.verify(
                          keys.get(claimed).accountId(), message, signatures.get(signer));
                  return good != (signer == claimed);
                })
            .count();

    assertThat(wrong).isZero();
  }

  static void assertAll(boolean good, AccountId signer, byte[] message, Signature signature) {
    for (var verifier : verifiers()) {
      assertThat(Ed25519.verify(verifier, signer, message, signature))
          .as("%s on key %s, signature %s", verifier.name(), signer, signature)
          .isEqualTo(good);
    }
  }

  private static byte[] flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return bytes;
  }
}
