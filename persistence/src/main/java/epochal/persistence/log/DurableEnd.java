package epochal.persistence.log;

/** How far the log is durable. */
final class DurableEnd {
  private volatile Position position;

  /**
   * A place between two groups.
   *
   * @param address bytes before it
   * @param offset entries before it
   * @param chain checksum of the header of the last frame before it
   */
  record Position(long address, long offset, int chain) {}

  DurableEnd(Position start) {
    position = start;
  }

  Position position() {
    return position;
  }

  void advance(Position to) {
    position = to;
  }
}
