package epochal.persistence.log;

import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The persistence id of a stream, as text and as the log writes it. The id of an entity is written
 * as its kind and its key, in half as many bytes as its text; its text is made when it is asked
 * for, since an address has a checksum that costs more than all else that is done with a name.
 *
 * <pre>
 * varint kind  1 account, 2 validator: 32 bytes of key
 *              3 subnet, 4 emission: varint netuid
 *              5 + n: n bytes of UTF-8
 * </pre>
 */
public final class StreamName {
  private static final int ACCOUNT = 1;
  private static final int VALIDATOR = 2;
  private static final int SUBNET = 3;
  private static final int EMISSION = 4;
  private static final int TEXT = 5;

  private final byte[] written;
  private final int hash;
  private final @Nullable EntityId entity;
  private @Nullable String text;

  private StreamName(byte[] written, @Nullable EntityId entity, @Nullable String text) {
    this.written = written;
    this.hash = Arrays.hashCode(written);
    this.entity = entity;
    this.text = text;
  }

  /** The stream of an entity. */
  public static StreamName of(EntityId entity) {
    return named(entity, null);
  }

  /**
   * Any stream; the text of an entity's id names the stream of that entity.
   *
   * @throws IllegalArgumentException for no text, and for one that has no UTF-8 form
   */
  public static StreamName of(String text) {
    EntityId entity = entity(text);
    if (entity != null) {
      return named(entity, text);
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a stream needs a name");
    }
    byte[] utf8 = utf8(text);
    var written = ByteBuffer.allocate(Varint.MAX_BYTES + utf8.length);
    Varint.put(written, TEXT + utf8.length);
    written.put(utf8);
    return new StreamName(Arrays.copyOf(written.array(), written.position()), null, text);
  }

  private static StreamName named(EntityId entity, @Nullable String text) {
    byte[] written =
        switch (entity) {
          case EntityId.Account(AccountId key) -> key(ACCOUNT, key);
          case EntityId.Validator(AccountId key) -> key(VALIDATOR, key);
          case EntityId.Subnet(Netuid netuid) -> netuid(SUBNET, netuid);
          case EntityId.Emission(Netuid netuid) -> netuid(EMISSION, netuid);
        };
    return new StreamName(written, entity, text);
  }

  private static byte[] key(int kind, AccountId key) {
    byte[] written = new byte[1 + AccountId.LENGTH];
    written[0] = (byte) kind;
    key.write(written, 1);
    return written;
  }

  private static byte[] netuid(int kind, Netuid netuid) {
    var written = ByteBuffer.allocate(1 + Varint.MAX_BYTES);
    written.put((byte) kind);
    Varint.put(written, netuid.value());
    return Arrays.copyOf(written.array(), written.position());
  }

  /** The entity with exactly this text; null for any other text. */
  private static @Nullable EntityId entity(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || !isKind(text.substring(0, colon))) {
      return null;
    }
    try {
      EntityId entity = EntityId.parse(text);
      return entity.text().equals(text) ? entity : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isKind(String word) {
    return switch (word) {
      case "account", "validator", "subnet", "emission" -> true;
      default -> false;
    };
  }

  static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] exact = new byte[encoded.remaining()];
      encoded.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("half a surrogate pair: " + text, e);
    }
  }

  /** Reads what {@link #written} gives. */
  static StreamName read(FrameInput in) throws BadFrame {
    long kind = in.varint();
    if (kind == ACCOUNT) {
      return of(EntityId.account(AccountId.read(in.source(), in.span(AccountId.LENGTH))));
    }
    if (kind == VALIDATOR) {
      return of(EntityId.validator(AccountId.read(in.source(), in.span(AccountId.LENGTH))));
    }
    if (kind == SUBNET || kind == EMISSION) {
      Netuid netuid = netuid(in.varint());
      return of(kind == SUBNET ? EntityId.subnet(netuid) : EntityId.emission(netuid));
    }
    if (kind <= TEXT) {
      throw FrameInput.malformed("a stream has no name");
    }
    int from = in.span(kind - TEXT);
    return of(new String(in.source(), from, (int) (kind - TEXT), StandardCharsets.UTF_8));
  }

  private static Netuid netuid(long number) throws BadFrame {
    try {
      return Netuid.of(Math.toIntExact(number));
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw FrameInput.malformed("a stream is of netuid " + number);
    }
  }

  /** As the log writes it; not to be changed. */
  byte[] written() {
    return written;
  }

  /** Whose stream it is; null for one that is no entity's, as the cluster's own. */
  public @Nullable EntityId entity() {
    return entity;
  }

  /** The persistence id. */
  public String text() {
    String known = text;
    if (known == null) {
      known = entity == null ? "" : entity.text();
      text = known;
    }
    return known;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamName name
        && hash == name.hash
        && Arrays.equals(written, name.written);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text();
  }
}
