/**
 * Checks the engine against files of reference vectors: recorded inputs and outputs of the chain's
 * own epoch, root epoch, block emission and fixed-point arithmetic, compared bit for bit.
 */
@NullMarked
package epochal.cluster.conformance;

import org.jspecify.annotations.NullMarked;
