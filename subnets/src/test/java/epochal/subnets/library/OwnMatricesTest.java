package epochal.subnets.library;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.subnets.yuma.EpochInput;
import epochal.subnets.yuma.EpochParameters;
import epochal.subnets.yuma.EpochResult;
import epochal.subnets.yuma.YumaEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The lines that the README gives to a subnet owner, seen from outside of the engine's package. */
class OwnMatricesTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path SELF =
      Path.of("src", "test", "java", "epochal", "subnets", "library", "OwnMatricesTest.java");

  private static EpochResult epoch() {
    // README
    var parameters = EpochParameters.classic().withLiquidAlpha();
    int[][] weights = {{0, 0, 3, 1}, {0, 0, 2, 2}, {}, {}};
    var first = EpochInput.ofStake(600, 400, 0, 0).parameters(parameters).weights(weights);
    var bonds = YumaEpoch.run(first.build()).bonds();
    var second = YumaEpoch.run(first.bonds(bonds).build());
    // end
    return second;
  }

  @Test
  void an_owner_computes_epochs_of_own_matrices() {
    EpochResult second = epoch();

    assertThat(second.incentive()).containsExactly(0, 0, 47_330, 18_204);
    assertThat(Arrays.stream(second.dividends()).sum()).isBetween(65_530, 65_535);
    assertThat(second.newValidatorPermit()).containsExactly(true, true, false, false);
  }

  @Test
  void the_readme_has_these_lines() throws IOException {
    String code = Files.readString(SELF);
    String lines =
        code.substring(code.indexOf("// README\n") + 10, code.indexOf("    // end"))
            .lines()
            .map(String::strip)
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(README)).contains("```java\n" + lines + "\n```");
  }
}
