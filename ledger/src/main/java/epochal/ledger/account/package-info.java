/**
 * The account: a coldkey's money and everything that a coldkey starts. Commands, events, state and
 * rules stand in a file each.
 */
@NullMarked
package epochal.ledger.account;

import org.jspecify.annotations.NullMarked;
