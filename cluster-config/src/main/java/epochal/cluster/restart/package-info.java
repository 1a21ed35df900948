/**
 * Nodes that are killed and started again under the transfer load, each in a process of its own:
 * whether everything that was acknowledged is there exactly once, and how long a start takes.
 */
@NullMarked
package epochal.cluster.restart;

import org.jspecify.annotations.NullMarked;
