/** The persistent sorted map that lanes and recent calls are kept in. */
@NullMarked
package epochal.ledger.map;

import org.jspecify.annotations.NullMarked;
