/**
 * One record of an entity's log: encoded once, chained to the one before it, and read back; and the
 * signed bytes of a call.
 */
@NullMarked
package epochal.persistence.record;

import org.jspecify.annotations.NullMarked;
