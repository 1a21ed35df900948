package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an aggregate's log, before it is encoded.
 *
 * @param sequence 1, 2, 3 … within the aggregate
 * @param block the height at which it happened; never lower than the one before
 * @param wallMillis wall time in milliseconds since 1970, informative only
 * @param notes what became known about lanes and rides along
 * @param event none where only notes are recorded, or a call that changed nothing
 */
public record Recorded<E>(
    EntityId entity,
    long sequence,
    long block,
    long wallMillis,
    Origin origin,
    LaneNotes notes,
    @Nullable E event) {}
