/** The command line: one class for each command, and how errors and results are shown. */
@NullMarked
package epochal.cluster.cli;

import org.jspecify.annotations.NullMarked;
