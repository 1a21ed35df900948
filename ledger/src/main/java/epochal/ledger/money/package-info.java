/** Money: one type, exact and checked. */
@NullMarked
package epochal.ledger.money;

import org.jspecify.annotations.NullMarked;
