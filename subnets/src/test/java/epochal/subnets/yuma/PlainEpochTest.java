package epochal.subnets.yuma;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;

class PlainEpochTest extends YumaContract {

  @Override
  EpochResult run(EpochInput in) {
    return PlainEpoch.run(in);
  }

  @Example
  void among_equal_stakes_the_higher_uids_keep_the_permit() {
    assertThat(PlainEpoch.largest(new long[] {5, 7, 5, 5}, 2))
        .containsExactly(false, true, false, true);
    assertThat(PlainEpoch.largest(new long[] {5, 7}, 0)).containsExactly(false, false);
    assertThat(PlainEpoch.largest(new long[] {5, 7}, 3)).containsExactly(true, true);
  }
}
