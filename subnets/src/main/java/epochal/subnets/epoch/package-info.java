/**
 * The epochs of one subnet: gathering what an epoch depends on, Yuma consensus, and paying one
 * block later (spec 02 §5 and §7, spec 09).
 */
@NullMarked
package epochal.subnets.epoch;

import org.jspecify.annotations.NullMarked;
