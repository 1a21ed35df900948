/**
 * What has been written, as streams: the read side of the Pekko persistence plugins, {@code
 * epochal.query}. Nobody polls here: the log tells the live queries when something has become
 * durable, and they read it from the files at the pace of whoever consumes it.
 */
@NullMarked
package epochal.persistence.query;

import org.jspecify.annotations.NullMarked;
