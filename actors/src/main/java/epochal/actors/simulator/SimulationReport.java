package epochal.actors.simulator;

import epochal.ledger.key.Hash256;
import epochal.persistence.audit.AuditReport;
import java.util.List;
import java.util.SortedMap;

/**
 * What a simulation came to.
 *
 * @param blocks the height that was reached
 * @param events that were recorded
 * @param crashes of single entities
 * @param stateHash of all entities at the end
 * @param violations of what must always hold; empty for a good run
 * @param kinds how often each kind of event was recorded, and how often a lane was forgotten
 */
public record SimulationReport(
    long blocks,
    long events,
    long crashes,
    Hash256 stateHash,
    List<String> violations,
    SortedMap<String, Long> kinds,
    AuditReport audit) {}
