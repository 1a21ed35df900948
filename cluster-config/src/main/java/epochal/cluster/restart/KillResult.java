package epochal.cluster.restart;

import epochal.cluster.bench.ConservationCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a node that was killed again and again.
 *
 * @param rounds in their order
 * @param nanos that all of it took
 * @param acknowledged transfers whose sender had answered that it has taken them
 * @param arrived transfers whose arrival at the receiver had been reported
 * @param refused transfers that the sender had refused
 * @param answeredAgain calls that had no answer before a kill, were sent again as they were, and
 *     then had one
 * @param inLog transfers that the log holds in the end
 * @param entries of the log in the end
 * @param fault what is lost, doubled or damaged; none if nothing is
 * @param conservation what the whole log proves in the end; none if a fault came first
 */
public record KillResult(
    List<Round> rounds,
    long nanos,
    long acknowledged,
    long arrived,
    long refused,
    long answeredAgain,
    long inLog,
    long entries,
    @Nullable String fault,
    ConservationCheck.@Nullable Verdict conservation) {

  /**
   * One start and its kill.
   *
   * @param openMillis from the start of the process until the node took commands; 0 if it was
   *     killed before that
   * @param killedMillis from the start of the process to the kill
   * @param acknowledged transfers that were acknowledged in it
   * @param tornBytes of an unfinished batch that the kill left at the end of the log
   */
  public record Round(long openMillis, long killedMillis, long acknowledged, long tornBytes) {}

  public boolean holds() {
    return fault == null && conservation != null && conservation.holds();
  }

  /** Rounds in which the node was killed before it took commands. */
  public long killedStarting() {
    return rounds.stream().filter(round -> round.openMillis() == 0).count();
  }

  /** Rounds that left an unfinished batch behind. */
  public long torn() {
    return rounds.stream().filter(round -> round.tornBytes() > 0).count();
  }

  public long tornBytes() {
    return rounds.stream().mapToLong(Round::tornBytes).sum();
  }

  /** Of the starts that were let come so far, in milliseconds; 0 if none was. */
  public long medianOpenMillis() {
    long[] sorted = opened();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  /** The longest of them. */
  public long worstOpenMillis() {
    long[] sorted = opened();
    return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
  }

  private long[] opened() {
    return rounds.stream().mapToLong(Round::openMillis).filter(ms -> ms > 0).sorted().toArray();
  }
}
