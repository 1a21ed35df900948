/**
 * The demonstration: a seeded population that lives in the network, and the screen that shows what
 * becomes of it.
 */
@NullMarked
package epochal.cluster.demo;

import org.jspecify.annotations.NullMarked;
