/**
 * Subnet economies: the subnet and root aggregates, the emission coordinators and Yuma consensus.
 * {@link epochal.subnets.Aggregates} lists what lives in the ledger.
 */
@NullMarked
package epochal.subnets;

import org.jspecify.annotations.NullMarked;
