/**
 * Snapshots and messages between nodes, in Kryo with registered classes only. What is written here
 * can always be made again from the log and never is the record of anything.
 */
@NullMarked
package epochal.persistence.kryo;

import org.jspecify.annotations.NullMarked;
