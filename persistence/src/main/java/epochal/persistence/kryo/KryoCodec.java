package epochal.persistence.kryo;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Objects of the registry to bytes and back. For any thread.
 *
 * <h2>The format</h2>
 *
 * A byte for the format; the ids of all record types inside and a CRC-32C of their shapes (names
 * and types of their components); Kryo's own bytes; a CRC-32C of everything before it. Kryo writes
 * records without names, so that a changed record would be misread in silence. Here it is found
 * out: bytes are read only if every record type in them still has the shape that it was written
 * with, and an upgrade that changes one type costs only those snapshots that hold it.
 */
public final class KryoCodec {
  /** To be raised where a value or a collection is written in another way. */
  private static final byte FORMAT = 1;

  private static final int CHECKSUM_LENGTH = Integer.BYTES;
  private static final int FIRST_BUFFER = 1024;

  private final Map<Integer, byte[]> shapes = new LinkedHashMap<>();
  private final Pool<LedgerKryo> pool;

  public KryoCodec(KryoRegistry registry) {
    this(registry, List::of);
  }

  /**
   * @param families made anew for each thread that writes
   */
  KryoCodec(KryoRegistry registry, Supplier<List<LedgerKryo.Family>> families) {
    registry.types().forEach((id, type) -> shapes.put(id, shape(type)));
    pool =
        new Pool<>(true, true) {
          @Override
          protected LedgerKryo create() {
            return new LedgerKryo(registry.types(), families.get());
          }
        };
  }

  /** The codec of everything that is registered on the class path. */
  public static KryoCodec standard() {
    return Standard.CODEC;
  }

  private static final class Standard {
    static final KryoCodec CODEC = new KryoCodec(KryoRegistry.load());
  }

  /**
   * @throws IllegalArgumentException if a type inside is not registered
   */
  public byte[] write(Object value) {
    var body = new Output(FIRST_BUFFER, -1);
    BitSet met;
    LedgerKryo kryo = pool.obtain();
    try {
      kryo.writeClassAndObject(body, value);
      met = kryo.takeMet();
    } catch (RuntimeException e) {
      kryo.takeMet();
      throw new IllegalArgumentException(
          value.getClass().getName() + " cannot be written: " + e.getMessage(), e);
    } finally {
      pool.free(kryo);
    }
    var out = new Output(body.position() + FIRST_BUFFER, -1);
    out.writeByte(FORMAT);
    out.writeVarInt(met.cardinality(), true);
    met.stream().forEach(id -> out.writeVarInt(id, true));
    out.writeInt(shapes(met));
    out.writeBytes(body.getBuffer(), 0, body.position());
    out.writeInt(checksum(out.getBuffer(), out.position()));
    return out.toBytes();
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws UnreadableSnapshotException for anything else
   */
  public Object read(byte[] bytes) {
    int end = bytes.length - CHECKSUM_LENGTH;
    if (end <= 0) {
      throw new UnreadableSnapshotException("cut short: " + bytes.length + " bytes");
    }
    if (new Input(bytes, end, CHECKSUM_LENGTH).readInt() != checksum(bytes, end)) {
      throw new UnreadableSnapshotException("the checksum does not fit: the bytes are damaged");
    }
    var in = new Input(bytes, 0, end);
    LedgerKryo kryo = pool.obtain();
    try {
      requireReadable(in);
      Object value = kryo.readClassAndObject(in);
      if (in.position() != end) {
        throw new UnreadableSnapshotException("there are bytes left over");
      }
      return value;
    } catch (UnreadableSnapshotException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnreadableSnapshotException("not readable: " + e.getMessage(), e);
    } finally {
      pool.free(kryo);
    }
  }

  private void requireReadable(Input in) {
    byte format = in.readByte();
    if (format != FORMAT) {
      throw new UnreadableSnapshotException("format " + format + ", where " + FORMAT + " is known");
    }
    int count = in.readVarInt(true);
    var met = new BitSet();
    for (int i = 0; i < count; i++) {
      int id = in.readVarInt(true);
      if (!shapes.containsKey(id)) {
        throw new UnreadableSnapshotException("holds a type " + id + ", which is not registered");
      }
      met.set(id);
    }
    if (in.readInt() != shapes(met)) {
      throw new UnreadableSnapshotException(
          "a type in it had another shape when it was written: one of the ids " + met);
    }
  }

  private int shapes(BitSet ids) {
    var checksum = new CRC32C();
    ids.stream()
        .forEach(
            id -> {
              byte[] shape = shapes.get(id);
              if (shape == null) {
                throw new IllegalStateException("no type has the id " + id);
              }
              checksum.update(shape);
            });
    return (int) checksum.getValue();
  }

  private static byte[] shape(Class<?> type) {
    var text = new StringBuilder(type.getName()).append('(');
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        text.append(component.getName())
            .append(' ')
            .append(component.getGenericType().getTypeName())
            .append(';');
      }
    }
    return text.append(')').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static int checksum(byte[] bytes, int length) {
    var checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
