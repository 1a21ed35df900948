package epochal.persistence.conformance;

/** Events and snapshots of two types, which their serializer tells apart by manifest alone. */
public sealed interface Shape {
  /** One. */
  record Circle(int radius) implements Shape {}

  /** The other, whose bytes look the same. */
  record Square(int side) implements Shape {}

  /** What its serializer refuses. */
  record Impossible(String why) implements Shape {}
}
