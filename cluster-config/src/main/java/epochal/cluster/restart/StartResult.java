package epochal.cluster.restart;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How long starts took.
 *
 * @param events of the log at the last of them
 */
public record StartResult(List<Start> starts, long events) {

  /**
   * One start, in milliseconds since the process was created.
   *
   * @param running the program runs
   * @param genesisRead the genesis was read and its hash was checked
   * @param logOpened the log was open, every byte of it verified
   * @param ready the node took commands
   * @param answered the first transfer was durable and answered
   */
  public record Start(long running, long genesisRead, long logOpened, long ready, long answered) {}

  public long median(ToLongFunction<Start> moment) {
    long[] sorted = starts.stream().mapToLong(moment).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  public long worst(ToLongFunction<Start> moment) {
    return starts.stream().mapToLong(moment).max().orElseThrow();
  }
}
