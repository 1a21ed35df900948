package epochal.persistence.audit;

import epochal.ledger.key.Hash256;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found.
 *
 * @param ok whether nothing diverged
 * @param events records that were checked
 * @param entities that have records
 * @param blocks the height of the last block that was minted
 * @param epochsRecomputed epochs of subnets that were held again
 * @param rootEpochsRecomputed root epochs that were held again
 * @param blocksRecomputed block rewards that were minted again
 * @param signatures signed calls whose signature was verified; 0 if they were not looked at, or if
 *     the network has none
 * @param supply after the last record
 * @param stateHash of all entities after the last record
 * @param divergence the first one; none if {@code ok}
 */
public record AuditReport(
    boolean ok,
    long events,
    long entities,
    long blocks,
    long epochsRecomputed,
    long rootEpochsRecomputed,
    long blocksRecomputed,
    long signatures,
    Supply supply,
    Hash256 stateHash,
    @Nullable Divergence divergence) {}
