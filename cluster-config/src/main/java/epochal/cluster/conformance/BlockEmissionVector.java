package epochal.cluster.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import epochal.subnets.yuma.BlockEmission;

/** The emission of a block at one issuance, both in rao. */
final class BlockEmissionVector {
  private BlockEmissionVector() {}

  static void check(ObjectNode vector, long line, Tally tally) {
    Fields fields = Fields.of(vector);
    String expected = Long.toString(fields.integer("block_emission"));
    String got = Long.toString(BlockEmission.at(fields.integer("total_issuance")));
    Comparison comparison = new Comparison("line " + line, 0, fields);
    tally.checked(comparison.value("block_emission", expected, got).difference());
  }
}
