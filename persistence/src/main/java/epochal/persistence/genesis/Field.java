package epochal.persistence.genesis;

import com.fasterxml.jackson.databind.JsonNode;
import epochal.ledger.money.Rao;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One value of the document and the place where it stands; reads it as what it ought to be, or says
 * what to write instead.
 *
 * @param path such as {@code $.subnets[0].seats[3]}
 */
record Field(String path, JsonNode node) {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final BigInteger U64_MAX =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

  /** A member of an object. */
  record Member(String name, Field value) {}

  GenesisException wrong(String sentence) {
    return GenesisException.invalid(path, sentence);
  }

  private GenesisException wrongType(String wanted) {
    String shown = node.toString();
    return wrong(
        (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown) + " is not " + wanted + ".");
  }

  Field at(String name, JsonNode child) {
    return new Field(path + step(name), child);
  }

  /** How a path goes on to the member of this name. */
  static String step(String name) {
    return PLAIN.matcher(name).matches()
        ? "." + name
        : "[\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
  }

  List<Member> members() {
    if (!node.isObject()) {
      throw wrongType("an object: write {…}");
    }
    var members = new ArrayList<Member>();
    node.properties()
        .forEach(
            entry -> members.add(new Member(entry.getKey(), at(entry.getKey(), entry.getValue()))));
    return members;
  }

  List<Field> elements() {
    if (!node.isArray()) {
      throw wrongType("a list: write […]");
    }
    var elements = new ArrayList<Field>();
    for (JsonNode element : node) {
      elements.add(new Field(path + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  String text() {
    if (!node.isTextual()) {
      throw wrongType("a text: write it between quotation marks");
    }
    return node.textValue();
  }

  boolean flag() {
    if (!node.isBoolean()) {
      throw wrongType("true or false");
    }
    return node.booleanValue();
  }

  long integer(long least, long most) {
    return whole(BigInteger.valueOf(least), BigInteger.valueOf(most)).longValueExact();
  }

  /** All 64 bits, unsigned. */
  long unsigned() {
    return whole(BigInteger.ZERO, U64_MAX).longValue();
  }

  private BigInteger whole(BigInteger least, BigInteger most) {
    if (node.isIntegralNumber()) {
      BigInteger value = node.bigIntegerValue();
      if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
        return value;
      }
    }
    throw wrongType("a whole number from " + least + " to " + most + ": write one");
  }

  Rao amount() {
    if (node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0) {
      return Rao.of(node.longValue());
    }
    throw wrongType(
        "an amount: write a whole number of rao from 0 to "
            + Long.MAX_VALUE
            + " (1 TAO is 1000000000 rao)");
  }
}
