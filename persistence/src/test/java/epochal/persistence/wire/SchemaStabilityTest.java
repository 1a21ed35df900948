package epochal.persistence.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import epochal.persistence.schema.AccountSchema;
import epochal.persistence.schema.CallSchema;
import epochal.persistence.schema.CommonSchema;
import epochal.persistence.schema.EmissionSchema;
import epochal.persistence.schema.EpochSchema;
import epochal.persistence.schema.LaneSchema;
import epochal.persistence.schema.RecordSchema;
import epochal.persistence.schema.RootSchema;
import epochal.persistence.schema.SubnetSchema;
import epochal.persistence.schema.ValidatorSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The schema may only grow. */
class SchemaStabilityTest {
  private static final String FILE = "schema.txt";

  @Test
  void nothingOfTheSchemaIsEverChangedOrTakenAway() {
    assertThat(listing())
        .as("what %s lists is in old logs for ever: restore it in the .proto files", FILE)
        .containsAll(stored());
  }

  @Test
  void everythingNewIsListed() {
    var missing = new ArrayList<>(listing());
    missing.removeAll(stored());

    assertThat(missing)
        .as(
            "Add these lines to %s beside this test (in src/test/resources):%n%s",
            FILE, String.join("\n", missing))
        .isEmpty();
  }

  @Test
  void noFieldNumberIsListedTwice() {
    assertThat(stored().stream().map(line -> line.substring(0, line.indexOf(" = "))))
        .doesNotHaveDuplicates();
    assertThat(
            stored().stream()
                .filter(line -> !line.startsWith("enum "))
                .map(line -> line.replaceAll("^(.*)\\.[a-z0-9_]+ = (\\d+) .*$", "$1 $2")))
        .doesNotHaveDuplicates();
  }

  private static List<String> stored() {
    return StoredText.lines(SchemaStabilityTest.class, FILE);
  }

  private static List<String> listing() {
    var lines = new ArrayList<String>();
    for (FileDescriptor file :
        List.of(
            CommonSchema.getDescriptor(),
            LaneSchema.getDescriptor(),
            AccountSchema.getDescriptor(),
            ValidatorSchema.getDescriptor(),
            SubnetSchema.getDescriptor(),
            RootSchema.getDescriptor(),
            EmissionSchema.getDescriptor(),
            EpochSchema.getDescriptor(),
            RecordSchema.getDescriptor(),
            CallSchema.getDescriptor())) {
      file.getMessageTypes().forEach(message -> list(message, lines));
    }
    return lines;
  }

  private static void list(Descriptor message, List<String> lines) {
    if (message.getOptions().getMapEntry()) {
      return;
    }
    for (FieldDescriptor field : message.getFields()) {
      lines.add(field.getFullName() + " = " + field.getNumber() + " " + type(field));
    }
    for (EnumDescriptor constants : message.getEnumTypes()) {
      for (EnumValueDescriptor value : constants.getValues()) {
        lines.add(
            "enum " + constants.getFullName() + "." + value.getName() + " = " + value.getNumber());
      }
    }
    message.getNestedTypes().forEach(nested -> list(nested, lines));
  }

  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      List<FieldDescriptor> entry = field.getMessageType().getFields();
      return "map<" + type(entry.get(0)) + ", " + type(entry.get(1)) + ">";
    }
    String name =
        switch (field.getType()) {
          case MESSAGE -> field.getMessageType().getFullName();
          case ENUM -> field.getEnumType().getFullName();
          default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    if (field.getRealContainingOneof() != null) {
      return "oneof " + name;
    }
    return (field.isRepeated() ? "repeated " : "")
        + (field.toProto().getProto3Optional() ? "optional " : "")
        + name;
  }
}
