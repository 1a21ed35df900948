/**
 * What every journal of this project must do, written once: each topic is an abstract class, and a
 * journal passes by extending all of them with its own {@link
 * epochal.persistence.conformance.JournalUnderTest}. Nothing here is skipped for any journal.
 */
@NullMarked
package epochal.persistence.conformance;

import org.jspecify.annotations.NullMarked;
