/**
 * The deterministic simulator: every aggregate of a network in one thread, with delivery order,
 * delay, loss, duplication, crash and restart drawn from one seed. The same seed gives the same
 * history on any machine.
 */
@NullMarked
package epochal.actors.simulator;

import org.jspecify.annotations.NullMarked;
