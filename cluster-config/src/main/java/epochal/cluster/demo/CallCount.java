package epochal.cluster.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How calls were answered. */
final class CallCount {
  private long accepted;
  private final Map<String, Long> refused = new TreeMap<>();

  synchronized void accepted() {
    accepted++;
  }

  synchronized void refused(String code) {
    refused.merge(code, 1L, Long::sum);
  }

  synchronized long acceptedCalls() {
    return accepted;
  }

  synchronized Map<String, Long> refusals() {
    return new TreeMap<>(refused);
  }

  /** The most frequent refusals, such as {@code StakeRateLimitExceeded 12, BelowMinimum 3}. */
  synchronized String mostRefused(int count) {
    List<Map.Entry<String, Long>> entries = new ArrayList<>(refused.entrySet());
    entries.sort(
        Comparator.comparing(Map.Entry<String, Long>::getValue)
            .reversed()
            .thenComparing(Map.Entry::getKey));
    var shown = new ArrayList<String>();
    for (var entry : entries.subList(0, Math.min(count, entries.size()))) {
      shown.add(entry.getKey() + " " + entry.getValue());
    }
    return String.join(", ", shown);
  }
}
