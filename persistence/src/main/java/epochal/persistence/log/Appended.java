package epochal.persistence.log;

/**
 * A batch that is durable.
 *
 * @param firstOffset of its entries in the whole log
 * @param lastOffset of its entries, inclusive
 */
public record Appended(long firstOffset, long lastOffset) {}
