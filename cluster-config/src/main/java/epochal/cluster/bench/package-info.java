/**
 * How fast Epochal is on this machine: what is measured, the measuring, and the results as tables
 * and plots.
 */
@NullMarked
package epochal.cluster.bench;

import org.jspecify.annotations.NullMarked;
