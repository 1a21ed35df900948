package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Example;

class EpochInputTest {

  @Example
  void inputs_and_results_are_equal_by_value() {
    EpochInput one = EpochInput.ofStake(5, 6).weights(new int[][] {{0, 1}, {}}).build();
    EpochInput same = EpochInput.ofStake(5, 6).weights(new int[][] {{0, 1}, {}}).build();
    EpochInput other = EpochInput.ofStake(5, 6).weights(new int[][] {{0, 1}, {1}}).build();

    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    assertThat(YumaEpoch.run(one)).isEqualTo(YumaEpoch.run(same));
    assertThat(YumaEpoch.run(one)).isNotEqualTo(YumaEpoch.run(EpochInput.ofStake(5, 7).build()));
  }

  @Example
  void malformed_inputs_are_refused() {
    EpochInput.Builder two = EpochInput.ofStake(1, 1);

    assertThatThrownBy(() -> EpochInput.ofStake(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stake of 0 is negative: -1");
    assertThatThrownBy(() -> two.weights(List.of(SparseRow.EMPTY)).build())
        .hasMessage("weights has 1 entries, one per neuron would be 2");
    assertThatThrownBy(() -> new SparseRow(new int[] {4, 2, 4}, new int[3]))
        .hasMessage("column occurs twice in a row: 4");
    assertThatThrownBy(() -> SparseRow.ofDense(0, 65_536))
        .hasMessage("value is not an unsigned 16-bit number: 65536");
    assertThatThrownBy(() -> EpochParameters.classic().withKappa(65_536))
        .hasMessage("kappa is not an unsigned 16-bit number: 65536");
  }
}
