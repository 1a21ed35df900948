/** Immutable arrays with value equality. */
@NullMarked
package epochal.ledger.vector;

import org.jspecify.annotations.NullMarked;
