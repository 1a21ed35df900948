package epochal.cluster.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import epochal.subnets.yuma.FixedMatrix;
import epochal.subnets.yuma.FixedRow;
import epochal.subnets.yuma.Int128;
import epochal.subnets.yuma.SparseRow;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the fields of a vector; a missing one, or one of another type, is an error. */
final class Fields {
  private final String path;
  private final JsonNode object;

  Fields(String path, JsonNode object) {
    if (!object.isObject()) {
      throw new MalformedVectorException(path + " is not an object");
    }
    this.path = path;
    this.object = object;
  }

  static Fields of(ObjectNode vector) {
    return new Fields("vector", vector);
  }

  Fields object(String name) {
    return new Fields(name, get(name));
  }

  boolean has(String name) {
    return object.has(name);
  }

  JsonNode get(String name) {
    JsonNode node = object.get(name);
    if (node == null) {
      throw new MalformedVectorException(path + " has no field " + name);
    }
    return node;
  }

  String text(String name) {
    JsonNode node = get(name);
    if (!node.isTextual()) {
      throw wrong(name, "a string", node);
    }
    return node.textValue();
  }

  boolean bool(String name) {
    JsonNode node = get(name);
    if (!node.isBoolean()) {
      throw wrong(name, "true or false", node);
    }
    return node.booleanValue();
  }

  long integer(String name) {
    return integer(name, get(name));
  }

  int smallInteger(String name) {
    return smallInteger(name, get(name));
  }

  /** A decimal string that is an unsigned 64-bit number. */
  long unsigned(String name) {
    try {
      return Long.parseUnsignedLong(text(name));
    } catch (NumberFormatException e) {
      throw new MalformedVectorException(name + " is not an unsigned 64-bit number", e);
    }
  }

  /** A decimal string that is a signed 128-bit number. */
  Int128 wide(String name) {
    return wide(name, get(name));
  }

  List<Int128> wides(String name) {
    return list(name, node -> wide(name, node));
  }

  long[] integers(String name) {
    return list(name, node -> integer(name, node)).stream().mapToLong(Long::longValue).toArray();
  }

  int[] smallIntegers(String name) {
    return smallIntegers(name, get(name));
  }

  /** A list of 0 and 1. */
  boolean[] bits(String name) {
    int[] numbers = smallIntegers(name);
    boolean[] bits = new boolean[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      if (numbers[i] != 0 && numbers[i] != 1) {
        throw new MalformedVectorException(name + " has a number that is not 0 or 1");
      }
      bits[i] = numbers[i] == 1;
    }
    return bits;
  }

  List<SparseRow> rows(String name) {
    return list(
        name,
        node -> {
          int[] flat = smallIntegers(name, node);
          int[] columns = new int[pairs(name, flat.length)];
          int[] values = new int[columns.length];
          for (int e = 0; e < columns.length; e++) {
            columns[e] = flat[2 * e];
            values[e] = flat[2 * e + 1];
          }
          return new SparseRow(columns, values);
        });
  }

  FixedMatrix matrix(String name) {
    List<FixedRow> rows =
        list(
            name,
            node -> {
              int[] columns = new int[pairs(name, node.size())];
              long[] values = new long[columns.length];
              for (int e = 0; e < columns.length; e++) {
                columns[e] = smallInteger(name, node.get(2 * e));
                values[e] = integer(name, node.get(2 * e + 1));
              }
              return new FixedRow(columns, values);
            });
    return new FixedMatrix(rows);
  }

  long[][] denseMatrix(String name) {
    return list(
            name,
            row -> {
              long[] cells = new long[row.size()];
              for (int j = 0; j < cells.length; j++) {
                cells[j] = integer(name, row.get(j));
              }
              return cells;
            })
        .toArray(long[][]::new);
  }

  <T> List<T> list(String name, Function<JsonNode, T> element) {
    JsonNode node = get(name);
    if (!node.isArray()) {
      throw wrong(name, "a list", node);
    }
    List<T> elements = new ArrayList<>(node.size());
    for (JsonNode each : node) {
      elements.add(element.apply(each));
    }
    return elements;
  }

  static long integer(String name, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw wrong(name, "a signed 64-bit integer", node);
    }
    return node.longValue();
  }

  static int smallInteger(String name, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw wrong(name, "a small integer", node);
    }
    return node.intValue();
  }

  private static int[] smallIntegers(String name, JsonNode node) {
    if (!node.isArray()) {
      throw wrong(name, "a list", node);
    }
    int[] numbers = new int[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = smallInteger(name, node.get(i));
    }
    return numbers;
  }

  private static Int128 wide(String name, JsonNode node) {
    try {
      BigInteger number = new BigInteger(node.isTextual() ? node.textValue() : "?");
      if (Int128.fits(number)) {
        return Int128.saturating(number);
      }
    } catch (NumberFormatException e) {
      throw new MalformedVectorException(name + " is not a 128-bit integer in a string", e);
    }
    throw wrong(name, "a signed 128-bit integer", node);
  }

  private static int pairs(String name, int length) {
    if (length % 2 != 0) {
      throw new MalformedVectorException(name + " has a row of odd length");
    }
    return length / 2;
  }

  private static MalformedVectorException wrong(String name, String expected, JsonNode node) {
    String text = node.toString();
    String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return new MalformedVectorException(name + " is not " + expected + ": " + shown);
  }
}
