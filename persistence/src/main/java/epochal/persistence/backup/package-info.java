/**
 * Copies of a data directory, made while a node runs and put back with every byte verified: {@link
 * epochal.persistence.backup.Backup} and {@link epochal.persistence.backup.Restore}.
 */
@NullMarked
package epochal.persistence.backup;

import org.jspecify.annotations.NullMarked;
