package epochal.subnets.yuma;

/** Refuses numbers outside their unit's range, by name. */
final class Check {
  private Check() {}

  static void u16(String name, int number) {
    if (number < 0 || number > 65_535) {
      throw new IllegalArgumentException(name + " is not an unsigned 16-bit number: " + number);
    }
  }

  static void notNegative(String name, long number) {
    if (number < 0) {
      throw new IllegalArgumentException(name + " is negative: " + number);
    }
  }

  static void notNegative(String name, long[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] < 0) {
        throw new IllegalArgumentException(name + " of " + i + " is negative: " + numbers[i]);
      }
    }
  }

  static void length(String name, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          name + " has " + length + " entries, one per neuron would be " + expected);
    }
  }
}
