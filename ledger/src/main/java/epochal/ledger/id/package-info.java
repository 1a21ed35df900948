/** The names of everything that lives in the ledger: entities and subnets. */
@NullMarked
package epochal.ledger.id;

import org.jspecify.annotations.NullMarked;
