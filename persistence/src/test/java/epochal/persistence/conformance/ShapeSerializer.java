package epochal.persistence.conformance;

import java.nio.ByteBuffer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Of {@link Shape}. */
public final class ShapeSerializer extends SerializerWithStringManifest {
  @Override
  public int identifier() {
    return 19_999;
  }

  @Override
  public String manifest(Object shape) {
    return switch ((Shape) shape) {
      case Shape.Circle circle -> "circle:1";
      case Shape.Square square -> "square:1";
      case Shape.Impossible impossible -> "impossible:1";
    };
  }

  @Override
  public byte[] toBinary(Object shape) {
    int size =
        switch ((Shape) shape) {
          case Shape.Circle(int radius) -> radius;
          case Shape.Square(int side) -> side;
          case Shape.Impossible(String why) -> throw new IllegalArgumentException(why);
        };
    return ByteBuffer.allocate(Integer.BYTES).putInt(size).array();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    int size = ByteBuffer.wrap(bytes).getInt();
    return switch (manifest) {
      case "circle:1" -> new Shape.Circle(size);
      case "square:1" -> new Shape.Square(size);
      default -> throw new IllegalArgumentException("unknown manifest " + manifest);
    };
  }
}
