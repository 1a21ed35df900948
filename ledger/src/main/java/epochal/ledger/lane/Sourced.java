package epochal.ledger.lane;

/**
 * A fact and where it comes from.
 *
 * @param sequence how many events of the aggregate that answered stood behind the answer
 */
public record Sourced(Fact fact, long sequence) {}
