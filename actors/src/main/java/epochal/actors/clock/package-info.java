/**
 * The block height as the ledger's logical clock: {@link epochal.actors.clock.BlockHeight} is what
 * a node knows of it, {@link epochal.actors.clock.BlockClock} drives it.
 */
@NullMarked
package epochal.actors.clock;

import org.jspecify.annotations.NullMarked;
