/**
 * The state with which a network begins: who owns what, which hotkeys sit in which subnets, and the
 * network's constants.
 *
 * <p>A genesis is a file of JSON in UTF-8, plain or compressed with gzip. The id of the network is
 * blake2b-256 of its uncompressed bytes, exactly as they are, so that anyone can compute it: {@code
 * gzip -dc finney.json.gz | b2sum -l 256}. Two files that differ in a space are two networks.
 *
 * <pre>{@code
 * {"format": "epochal-genesis/1",
 *  "name": "…",                            lower case, digits, '-'
 *  "notes": ["…"],                         optional, for people
 *  "parameters": {"sudo": KEY, …},         all optional
 *  "balances": {KEY: rao},
 *  "hotkeys": {KEY: {"owner": KEY,
 *                    "delegate_take": n,   a ratio to 65535; only for delegates
 *                    "stakes": {KEY: rao}}},
 *  "subnets": [{"netuid": n,
 *               "owner": KEY or null,      optional
 *               "parameters": {…},         optional, names of spec 03 §8
 *               "burn": rao,               optional, 1 TAO
 *               "emission": rao,           optional, 0; a block, until the first root epoch
 *               "seats": [KEY]}],          hotkeys by uid
 *  "root": [KEY]}                          hotkeys of the root validators by uid
 * }</pre>
 *
 * <p>A KEY is an SS58 address or a development path such as {@code //Alice//hot}. The secrets of
 * development paths are known to everyone and the keys are worth nothing outside a test; a network
 * that is to hold value names none. Amounts are whole numbers of rao. Parameters are those of
 * {@link epochal.ledger.aggregate.NetworkParameters} in snake case; what is left out has the
 * classic value of {@link epochal.persistence.genesis.ParametersReader}, which is part of the
 * format and never changes. Nothing else is accepted: an unknown or repeated field is an error.
 */
@NullMarked
package epochal.persistence.genesis;

import org.jspecify.annotations.NullMarked;
