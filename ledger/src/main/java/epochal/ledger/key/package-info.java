/**
 * Keys and what is made with them: account ids and their SS58 addresses, blake2b hashes, ed25519
 * signatures (spec 01 §1 and §3). Everything is deterministic: the same bytes give the same answer
 * on every machine.
 */
@NullMarked
package epochal.ledger.key;

import org.jspecify.annotations.NullMarked;
