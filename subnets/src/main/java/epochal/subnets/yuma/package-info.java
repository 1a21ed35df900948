/**
 * Yuma consensus, the root epoch and the block emission, bit for bit as the chain computes them
 * (spec 09), in integer arithmetic only. Start at {@link epochal.subnets.yuma.YumaEpoch}.
 *
 * <p>To see what a matrix of weights leads to, a stake and a row per neuron are enough:
 *
 * <pre>{@code
 * EpochResult result =
 *     YumaEpoch.run(
 *         EpochInput.ofStake(600, 400, 0, 0)
 *             .weights(new int[][] {{0, 0, 3, 1}, {0, 0, 3, 1}, {}, {}})
 *             .build());
 * }</pre>
 *
 * <p>Arrays that are handed to or out of this package are shared, not copied: who makes one gives
 * it away, and nobody writes to it afterwards.
 */
@NullMarked
package epochal.subnets.yuma;

import org.jspecify.annotations.NullMarked;
