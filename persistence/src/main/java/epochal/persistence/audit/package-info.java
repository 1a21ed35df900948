/**
 * Proves a log from the log alone: every record is applied again to empty entities, every decision,
 * block and epoch that can be redone is redone, and every rao is counted. {@link
 * epochal.persistence.audit.LogAuditor} checks record by record; {@link
 * epochal.persistence.audit.StateDigest} names a state by one hash.
 */
@NullMarked
package epochal.persistence.audit;

import org.jspecify.annotations.NullMarked;
