/**
 * The root network (netuid 0): the list of subnets, what a new one costs, and the validators that
 * decide each subnet's share (spec 02 §4, 03 §1–3).
 */
@NullMarked
package epochal.subnets.root;

import org.jspecify.annotations.NullMarked;
