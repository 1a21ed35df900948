package epochal.persistence.audit;

import epochal.ledger.id.EntityId;

/**
 * Where a log first differs from what must have happened.
 *
 * @param entity whose record it is
 * @param sequence of the record within the entity, 0 where no record is meant
 * @param block of the record
 * @param field within the record, such as {@code event.amount} or {@code sequence}
 * @param expected what must stand there
 * @param found what stands there
 * @param sentence says what is wrong, for a person
 */
public record Divergence(
    EntityId entity,
    long sequence,
    long block,
    String field,
    String expected,
    String found,
    String sentence) {

  @Override
  public String toString() {
    return entity.text()
        + ", record "
        + sequence
        + ", block "
        + block
        + ", "
        + field
        + ": "
        + sentence
        + " (expected "
        + expected
        + ", found "
        + found
        + ")";
  }
}
