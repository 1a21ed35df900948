package epochal.cluster.bench;

/**
 * How long something took, of many times that it ran. Both times are rounded down by less than a
 * part in 500.
 *
 * @param medianNs nanoseconds
 * @param minNs nanoseconds
 * @param runs how many times were measured
 */
public record Timing(long medianNs, long minNs, long runs) {}
