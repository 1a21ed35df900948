/** Refusals: a stable code, a sentence for a person, and the numbers that mattered. */
@NullMarked
package epochal.ledger.rejection;

import org.jspecify.annotations.NullMarked;
