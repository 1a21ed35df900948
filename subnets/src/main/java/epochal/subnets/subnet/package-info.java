/**
 * The subnet: its neurons and their seats, hyperparameters, registration price, weights and
 * endpoints (spec 03, 04).
 */
@NullMarked
package epochal.subnets.subnet;

import org.jspecify.annotations.NullMarked;
