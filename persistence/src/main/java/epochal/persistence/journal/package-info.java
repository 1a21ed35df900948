/**
 * The Pekko persistence plugins: a journal and a snapshot store over one data directory, used by
 * configuration alone ({@code epochal.journal}, {@code epochal.snapshots}). Events of the type
 * {@link epochal.persistence.journal.StoredRecord} are journalled byte for byte as they are; every
 * other payload goes through Pekko serialization, so that any Pekko application can use them.
 * {@link epochal.persistence.journal.EntityStore} is the shorter way of the ledger's own entities.
 * {@code doc/journal.md} in this module says what is guaranteed and what happens when something
 * fails.
 */
@NullMarked
package epochal.persistence.journal;

import org.jspecify.annotations.NullMarked;
