package epochal.cluster.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import epochal.subnets.yuma.RootEpoch;
import java.util.Optional;

/** One root epoch, with its emissions or the chain's error. */
final class RootEpochVector {
  private RootEpochVector() {}

  static void check(ObjectNode vector, Tally tally) {
    Fields fields = Fields.of(vector);
    Fields in = fields.object("in");
    RootEpoch.Input input =
        new RootEpoch.Input(
            in.integers("stake"),
            in.rows("weights"),
            in.smallIntegers("netuids"),
            in.smallInteger("rho"),
            in.smallInteger("kappa"),
            in.integer("block_emission"));
    tally.checked(compare(fields.text("id"), fields.object("out"), RootEpoch.run(input)));
  }

  private static Optional<Summary.Mismatch> compare(
      String id, Fields out, RootEpoch.Result result) {
    Comparison comparison = new Comparison(id, 0, out);
    String expectedError = out.has("error") ? out.text("error") : "none";
    return switch (result) {
      case RootEpoch.Unchanged unchanged ->
          comparison.value("error", expectedError, unchanged.reason().message()).difference();
      case RootEpoch.Emissions ignored when out.has("error") ->
          comparison.value("error", expectedError, "none").difference();
      case RootEpoch.Emissions got -> {
        comparison.longs("emission", got.emission());
        Comparison raw =
            comparison
                .within("raw")
                .wides("ranks", got.ranks())
                .wides("trust", got.trust())
                .wides("consensus", got.consensus())
                .wides("weighted_emission", got.weightedEmission());
        yield raw.difference().or(comparison::difference);
      }
    };
  }
}
