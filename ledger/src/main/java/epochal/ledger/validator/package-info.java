/**
 * The validator: any hotkey, whether it validates or mines. It knows its owner, the stake that
 * everyone has on it, and how a reward is shared.
 */
@NullMarked
package epochal.ledger.validator;

import org.jspecify.annotations.NullMarked;
