package epochal.subnets.subnet;

import static epochal.ledger.aggregate.Keys.hotkey;
import static epochal.subnets.subnet.Hyperparameter.COMMIT_REVEAL_ENABLED;
import static epochal.subnets.subnet.Hyperparameter.COMMIT_REVEAL_INTERVAL;
import static epochal.subnets.subnet.Subnets.ONE;
import static epochal.subnets.subnet.Subnets.permit;
import static epochal.subnets.subnet.Subnets.with;
import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.aggregate.Scenario;
import epochal.ledger.key.Blake2b;
import epochal.ledger.lane.WeightRow;
import epochal.ledger.rejection.RejectionCode;
import epochal.ledger.vector.Bytes;
import epochal.ledger.vector.IntVector;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Spec 04 §4.1 and the preimage of §4.2. */
class CommitRevealTest {
  private static final SubnetCommand.RevealWeights REVEAL = reveal(IntVector.of(1, 2), 3);
  private static final Bytes HASH = CommitReveal.hash(Subnets.withSeats(3).state(), REVEAL);

  private static SubnetCommand.RevealWeights reveal(IntVector uids, long versionKey) {
    return new SubnetCommand.RevealWeights(
        hotkey(1), ONE, uids, IntVector.of(4, 4), IntVector.of(258), versionKey);
  }

  private static Scenario<SubnetState, SubnetCommand, SubnetEvent> enabled() {
    return with(3, COMMIT_REVEAL_ENABLED, 1).state(permit(0));
  }

  private static Scenario<SubnetState, SubnetCommand, SubnetEvent> committed(long block) {
    return enabled().happened(block, new SubnetEvent.WeightsCommitted(hotkey(1), HASH));
  }

  private static SubnetCommand commit(int hotkey) {
    return new SubnetCommand.CommitWeights(hotkey(hotkey), ONE, HASH);
  }

  @Test
  void the_preimage_is_the_scale_encoding_of_account_netuid_row_salt_and_key() {
    String preimage =
        HexFormat.of().formatHex(hotkey(1).bytes())
            + "0100" // netuid
            + "08"
            + "0100"
            + "0200" // two uids
            + "08"
            + "0400"
            + "0400" // two values
            + "04"
            + "0201" // a salt of one
            + "0300000000000000"; // version key
    assertThat(HASH.values()).isEqualTo(Blake2b.hash256(HexFormat.of().parseHex(preimage)).bytes());
  }

  @Test
  void long_vectors_have_compact_lengths_of_two_and_four_bytes() {
    for (int n : new int[] {63, 64, 16_383, 16_384}) {
      var call =
          new SubnetCommand.RevealWeights(
              hotkey(1), ONE, IntVector.EMPTY, IntVector.EMPTY, new IntVector(new int[n]), 0);
      String length = n < 64 ? "fc" : n == 64 ? "0101" : n == 16_383 ? "fdff" : "02000100";
      String preimage =
          HexFormat.of().formatHex(hotkey(1).bytes())
              + "0100"
              + "00"
              + "00"
              + length
              + "0000".repeat(n)
              + "00".repeat(8);
      assertThat(CommitReveal.hash(Subnets.withSeats(1).state(), call).values())
          .isEqualTo(Blake2b.hash256(HexFormat.of().parseHex(preimage)).bytes());
    }
  }

  @Test
  void it_must_be_switched_on() {
    Subnets.withSeats(3).when(commit(1)).thenRejected(RejectionCode.CommitRevealDisabled);
    Subnets.withSeats(3).when(REVEAL).thenRejected(RejectionCode.CommitRevealDisabled);
    Subnets.none().when(commit(1)).thenRejected(RejectionCode.CommitRevealDisabled);
  }

  @Test
  void a_commitment_is_kept_with_its_block() {
    var outcome =
        enabled()
            .at(1_500)
            .when(commit(1))
            .thenEvents(new SubnetEvent.WeightsCommitted(hotkey(1), HASH));
    assertThat(outcome.state().commits().get(hotkey(1)))
        .isEqualTo(new SubnetState.Commit(HASH, 1_500));
  }

  @Test
  void a_seat_is_not_demanded_of_who_commits() {
    enabled().at(1_500).when(commit(9)).events();
  }

  @Test
  void a_commitment_is_a_hash_of_32_bytes() {
    enabled()
        .when(new SubnetCommand.CommitWeights(hotkey(1), ONE, new Bytes(new byte[31])))
        .thenRejected(RejectionCode.BadRequest);
  }

  @Test
  void one_commitment_an_interval_is_allowed() {
    committed(1_500).at(1_999).when(commit(1)).thenRejected(RejectionCode.WeightsCommitNotAllowed);
    committed(1_500).at(2_000).when(commit(1)).events();
    committed(1_500).at(1_501).when(commit(2)).events();
  }

  @Test
  void without_an_interval_one_may_commit_and_reveal_at_any_time() {
    var always =
        with(3, values -> values.with(COMMIT_REVEAL_ENABLED, 1).with(COMMIT_REVEAL_INTERVAL, 0))
            .state(permit(0))
            .happened(1_500, new SubnetEvent.WeightsCommitted(hotkey(1), HASH));
    always.at(1_500).when(commit(1)).events();
    always.at(1_500).when(REVEAL).events();
    always.at(9_999).when(REVEAL).events();
  }

  @Test
  void weights_are_revealed_in_the_next_interval_only() {
    committed(1_500).at(1_999).when(REVEAL).thenRejected(RejectionCode.InvalidRevealCommitTempo);
    committed(1_500).at(2_000).when(REVEAL).events();
    committed(1_999).at(2_000).when(REVEAL).events();
    committed(1_500).at(2_999).when(REVEAL).events();
    committed(1_500).at(3_000).when(REVEAL).thenRejected(RejectionCode.InvalidRevealCommitTempo);
  }

  @Test
  void revealed_weights_are_stored_upscaled() {
    var outcome =
        committed(1_500)
            .at(2_000)
            .when(REVEAL)
            .thenEvents(
                new SubnetEvent.WeightsRevealed(
                    0, HASH, new WeightRow(IntVector.of(1, 2), IntVector.of(65_535, 65_535))));
    assertThat(outcome.state().neurons().get(0).lastUpdate()).isEqualTo(2_000);
  }

  @Test
  void what_was_committed_may_be_revealed_again_in_its_window_once_the_rate_limit_allows() {
    var once = committed(1_500).at(2_000).when(REVEAL).andThen();
    once.at(2_099).when(REVEAL).thenRejected(RejectionCode.SettingWeightsTooFast);
    once.at(2_100).when(REVEAL).events();
  }

  @Test
  void a_reveal_is_refused_in_the_specified_order() {
    var other = reveal(IntVector.of(1, 1), 3);
    enabled().at(2_000).when(other).thenRejected(RejectionCode.NoWeightsCommitFound);
    committed(1_500).at(1_600).when(other).thenRejected(RejectionCode.InvalidRevealCommitTempo);
    committed(1_500)
        .at(2_000)
        .when(other)
        .thenRejected(RejectionCode.InvalidRevealCommitHashNotMatch);
    committed(1_500)
        .at(2_000)
        .when(reveal(IntVector.of(1, 2), 4))
        .thenRejected(RejectionCode.InvalidRevealCommitHashNotMatch);
  }

  @Test
  void all_checks_of_open_weights_follow() {
    Bytes hash = CommitReveal.hash(Subnets.withSeats(3).state(), reveal(IntVector.of(1, 1), 3));
    enabled()
        .happened(1_500, new SubnetEvent.WeightsCommitted(hotkey(1), hash))
        .at(2_000)
        .when(reveal(IntVector.of(1, 1), 3))
        .thenRejected(RejectionCode.DuplicateUids);
  }
}
