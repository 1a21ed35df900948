package epochal.actors.simulator;

import epochal.ledger.key.Hash256;
import epochal.persistence.audit.AuditReport;
import java.util.List;

/**
 * What a simulation came to.
 *
 * @param blocks the height that was reached
 * @param events that were recorded
 * @param crashes of single entities
 * @param stateHash of all entities at the end
 * @param violations of what must always hold; empty for a good run
 */
public record SimulationReport(
    long blocks,
    long events,
    long crashes,
    Hash256 stateHash,
    List<String> violations,
    AuditReport audit) {}
