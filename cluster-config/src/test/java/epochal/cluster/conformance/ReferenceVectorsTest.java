package epochal.cluster.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.cluster.conformance.Summary.Kind;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The engine gives the bits of the reference chain on every vector there is. */
class ReferenceVectorsTest {

  @Test
  void every_epoch_conforms() {
    assertThat(check("epoch.jsonl.gz"))
        .singleElement()
        .hasToString("epoch: 145 cases, 735 epochs, 0 mismatches");
  }

  @Test
  void every_root_epoch_conforms() {
    assertThat(check("root_epoch.jsonl.gz"))
        .singleElement()
        .hasToString("root_epoch: 60 cases, 0 mismatches");
  }

  @Test
  void every_block_emission_conforms() {
    assertThat(check("block_emission.jsonl.gz"))
        .singleElement()
        .hasToString("block_emission: 200 cases, 0 mismatches");
  }

  @Test
  void every_fixed_point_operation_that_the_engine_has_conforms() {
    Summary fixed = check("fixed.jsonl.gz").getFirst();

    assertThat(fixed.kind()).isEqualTo(Kind.FIXED);
    assertThat(fixed.firstMismatch()).isEmpty();
    assertThat(fixed.mismatches()).isZero();
    assertThat(fixed.checks()).isEqualTo(5_039);
    assertThat(fixed.checks() + fixed.skipped()).isEqualTo(fixed.cases());
    assertThat(fixed.skippedOperations())
        .containsExactly(
            "i32f32_ln",
            "i32f32_log2",
            "i32f32_saturating_from_u64",
            "i96f32_checked_div",
            "i96f32_floor",
            "i96f32_log2",
            "i96f32_safe_div",
            "safe_ln",
            "sigmoid_safe");
  }

  static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(ReferenceVectorsTest.class.getResource("/reference/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Summary> check(String name) {
    return Conformance.check(resource(name));
  }
}
