/**
 * What all aggregates share: their shape ({@link epochal.ledger.aggregate.Aggregate}), their names,
 * decisions and rejections, and the pure life of an entity between its inputs and its log ({@link
 * epochal.ledger.aggregate.EntityLife}).
 */
@NullMarked
package epochal.ledger.aggregate;

import org.jspecify.annotations.NullMarked;
