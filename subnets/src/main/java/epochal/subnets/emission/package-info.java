/**
 * The network's emission: issuance, the block reward and its halving, and how it is split over
 * subnets, owners and epochs (spec 02 §1–6).
 */
@NullMarked
package epochal.subnets.emission;

import org.jspecify.annotations.NullMarked;
