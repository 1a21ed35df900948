package epochal.persistence.genesis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object with fields of fixed names; {@link #end} refuses those that nobody asked for. */
final class Section {
  private final Field object;
  private final Set<String> names = new LinkedHashSet<>();

  Section(Field object) {
    object.members();
    this.object = object;
  }

  /** The field, or null when it is left out. */
  @Nullable Field optional(String name) {
    names.add(name);
    JsonNode child = object.node().get(name);
    return child == null ? null : object.at(name, child);
  }

  Field required(String name) {
    Field field = optional(name);
    if (field == null) {
      throw object.wrong("The field '" + name + "' is missing: add it.");
    }
    return field;
  }

  void end() {
    for (Field.Member member : object.members()) {
      if (!names.contains(member.name())) {
        throw member
            .value()
            .wrong(
                "There is no such field: remove it, or use one of "
                    + String.join(", ", names)
                    + ".");
      }
    }
  }
}
