/**
 * The append-only segmented log that is the store of record: one frame for each atomic batch of
 * entries, group commit with one fsync for all that wait, checksums and a chain over every byte.
 * Beside it lies an index, which is derived from it and may be deleted at any time. {@link
 * epochal.persistence.log.EventLog} writes and serves it, {@link epochal.persistence.log.LogScan}
 * audits a directory without touching it, {@link epochal.persistence.log.LiveLog} copies it while
 * it is written. Payloads are bytes here; what they mean is said elsewhere.
 */
@NullMarked
package epochal.persistence.log;

import org.jspecify.annotations.NullMarked;
