package epochal.cluster.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.subnets.yuma.EpochInput;
import epochal.subnets.yuma.EpochResult;
import epochal.subnets.yuma.PlainEpoch;
import epochal.subnets.yuma.SparseRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The subnets that are measured are what their description promises. */
class YumaScenarioTest {
  private static final int N = 60;
  private static final int VALIDATORS = 16;

  private static YumaCase subnet(YumaMode mode, int density) {
    return new YumaCase(N, VALIDATORS, mode, 32_767, density, 1);
  }

  private static EpochInput input(YumaMode mode, int density) {
    return YumaScenario.input(subnet(mode, density), PlainEpoch::run);
  }

  private static List<Integer> validators(EpochInput input) {
    return IntStream.range(0, N).filter(uid -> input.validatorPermit()[uid]).boxed().toList();
  }

  @ParameterizedTest
  @EnumSource
  void theSameCaseIsTheSameSubnet(YumaMode mode) {
    assertThat(input(mode, 100)).isEqualTo(input(mode, 100));
    assertThat(input(mode, 100).parameters().yuma3()).isEqualTo(mode.isYuma3());
    assertThat(input(mode, 100).parameters().liquidAlpha()).isEqualTo(mode.isLiquid());
    assertThat(input(mode, 100).parameters().bondsPenalty()).isEqualTo(32_767);
  }

  @Test
  void denseMeansAWeightForEveryOther() {
    EpochInput input = input(YumaMode.YUMA2, 100);

    for (int uid = 0; uid < N; uid++) {
      SparseRow row = input.weights().get(uid);
      int self = uid;
      int[] others = IntStream.range(0, N).filter(other -> other != self).toArray();
      assertThat(row.columns())
          .isEqualTo(input.validatorPermit()[uid] ? others : SparseRow.EMPTY.columns());
      if (input.validatorPermit()[uid]) {
        assertThat(Arrays.stream(row.values()).min().orElseThrow()).isPositive();
        assertThat(Arrays.stream(row.values()).max()).hasValue(65_535);
      }
    }
  }

  @Test
  void sparserRowsHaveThatManyWeightsAndKeepTheirColumns() {
    var seen = new ArrayList<EpochInput>();
    EpochInput last =
        YumaScenario.input(
            subnet(YumaMode.YUMA3, 10),
            input -> {
              seen.add(input);
              return PlainEpoch.run(input);
            });

    for (int uid : validators(last)) {
      SparseRow row = last.weights().get(uid);
      assertThat(row.size()).isEqualTo(6);
      assertThat(row.columns()).isSorted().doesNotContain(uid);
      assertThat(row.columns()).isEqualTo(seen.getFirst().weights().get(uid).columns());
    }
    assertThat(subnet(YumaMode.YUMA3, 1).weightsPerValidator()).isEqualTo(1);
  }

  /** Without it, liquid alpha would have nothing to do. */
  @ParameterizedTest
  @ValueSource(ints = {5, 20, 50})
  void thereIsAConsensusOnAboutAsManyAsAreWeighed(int density) {
    EpochResult result = PlainEpoch.run(input(YumaMode.YUMA3_LIQUID, density));
    int weighed = subnet(YumaMode.YUMA3_LIQUID, density).weightsPerValidator();
    assertThat(Arrays.stream(result.consensus()).filter(value -> value > 0).count())
        .isBetween(weighed - weighed / 4L, weighed + weighed / 4L);
  }

  @Test
  void exactlyTheLargestStakesHavePermitsAndKeepThem() {
    EpochInput input = input(YumaMode.YUMA2, 100);
    EpochResult result = PlainEpoch.run(input);

    assertThat(input.parameters().maxAllowedValidators()).isEqualTo(VALIDATORS);
    assertThat(validators(input)).hasSize(VALIDATORS);
    assertThat(input.validatorPermit()).isEqualTo(PlainEpoch.largest(input.stake(), VALIDATORS));
    assertThat(result.newValidatorPermit()).isEqualTo(input.validatorPermit());
    assertThat(result.active()).containsOnly(true);
  }

  @ParameterizedTest
  @EnumSource
  void itTakesUpTheBondsOfTheEpochsBeforeAndWeightsMoveBetweenThem(YumaMode mode) {
    var inputs = new ArrayList<EpochInput>();
    var results = new ArrayList<EpochResult>();
    EpochInput last =
        YumaScenario.input(
            subnet(mode, 100),
            input -> {
              inputs.add(input);
              results.add(PlainEpoch.run(input));
              return results.getLast();
            });

    assertThat(inputs).hasSize(YumaScenario.EPOCHS_BEFORE);
    assertThat(last.bonds()).isEqualTo(results.getLast().bonds());
    assertThat(last.validatorPermit()).isEqualTo(results.getLast().newValidatorPermit());
    assertThat(last.lastEpochBlock()).isEqualTo(inputs.getLast().currentBlock());
    for (int uid : validators(last)) {
      assertThat(last.bonds().get(uid).size()).isEqualTo(N - 1);
      assertThat(last.weights().get(uid)).isNotEqualTo(inputs.getLast().weights().get(uid));
    }
  }

  /** With masked weights or nobody clipped, an epoch would be cheaper than in a living subnet. */
  @Test
  void noWeightIsMaskedAndSomeAreClipped() {
    EpochInput input = input(YumaMode.YUMA2, 100);
    long youngestNeuron = Arrays.stream(input.blockAtRegistration()).max().orElseThrow();
    long oldestWeight = Arrays.stream(input.lastUpdate()).min().orElseThrow();
    assertThat(oldestWeight).isGreaterThan(youngestNeuron);

    EpochResult result = PlainEpoch.run(input);
    for (int uid : validators(input)) {
      assertThat(result.validatorTrust()[uid]).isBetween(50_000, 65_534);
    }
    assertThat(result.incentive()).doesNotContain(0);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new YumaCase(1, 1, YumaMode.YUMA2, 0, 100, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n is 1, but must be 2 to 65535");
    assertThatThrownBy(() -> new YumaCase(8, 9, YumaMode.YUMA2, 0, 100, 1))
        .hasMessageContaining("validators is 9, but must be 1 to 8");
    assertThatThrownBy(() -> new YumaCase(8, 8, YumaMode.YUMA2, 65_536, 100, 1))
        .hasMessageContaining("bonds penalty");
    assertThatThrownBy(() -> new YumaCase(8, 8, YumaMode.YUMA2, 0, 0, 1))
        .hasMessageContaining("density");
    assertThatThrownBy(() -> new YumaCase(8, 8, YumaMode.YUMA2, 0, 100, 0))
        .hasMessageContaining("threads");
  }
}
