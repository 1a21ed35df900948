/**
 * How aggregates reach one another: messages that carry value on lanes, exactly once, and queries
 * that read. The whole traffic stands in {@link epochal.ledger.lane.Message}, {@link
 * epochal.ledger.lane.Query} and {@link epochal.ledger.lane.Fact}.
 */
@NullMarked
package epochal.ledger.lane;

import org.jspecify.annotations.NullMarked;
