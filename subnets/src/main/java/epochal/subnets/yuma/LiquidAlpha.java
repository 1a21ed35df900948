package epochal.subnets.yuma;

/**
 * How fast one validator's bond to one neuron follows its weight when liquid alpha is on (spec 09
 * §3.11): fast where the validator's move was far from the consensus, slow where it was close to
 * it, along a sigmoid between a low and a high alpha.
 *
 * @param low raw I32F32, 0 to one
 * @param high raw I32F32, 0 to one; may be below {@code low}
 * @param steepness raw I32F32, in hundredths
 */
public record LiquidAlpha(long low, long high, long steepness) {
  private static final long HALF = I32F32.ONE / 2;
  private static final long MINUS_HUNDRED = I32F32.of(-100);

  /**
   * The alpha of one cell.
   *
   * @param consensus raw, of the neuron
   * @param weight raw, of the validator for the neuron
   * @param bond raw, of the validator to the neuron, from the last epoch
   * @return raw, between {@code low} and {@code high}
   */
  public long of(long consensus, long weight, long bond) {
    long buying = unit(I32F32.saturatingSub(weight, consensus));
    long selling = unit(I32F32.saturatingSub(bond, weight));
    long distance = weight >= bond ? buying : selling;

    long slope = I32F32.saturatingDiv(steepness, MINUS_HUNDRED);
    long exponent = I32F32.saturatingMul(slope, I32F32.saturatingSub(distance, HALF));
    long denominator = I32F32.saturatingAdd(I32F32.ONE, I32F32.expSafe(exponent));
    long sigmoid = I32F32.saturatingDiv(I32F32.ONE, denominator);

    long above = I32F32.saturatingMul(sigmoid, I32F32.saturatingSub(high, low));
    // In this order: with high below low the answer is low.
    return Math.max(Math.min(I32F32.saturatingAdd(low, above), high), low);
  }

  /**
   * The alphas of one validator, by column; only the columns of {@code weights} are filled in,
   * nobody reads the others.
   *
   * <p>The chain looks weights and bonds up by a merge that takes rows to be ascending. On an
   * unsorted row that merge misses entries, and the missed ones count as 0 here as there.
   */
  long[] ofRow(FixedRow weights, FixedRow bonds, long[] consensus) {
    long[] weightSeen = seenByMerge(weights, consensus.length);
    long[] bondSeen = seenByMerge(bonds, consensus.length);
    long[] alphas = new long[consensus.length];
    for (int column : weights.columns()) {
      alphas[column] = of(consensus[column], weightSeen[column], bondSeen[column]);
    }
    return alphas;
  }

  private static long[] seenByMerge(FixedRow row, int columns) {
    long[] seen = new long[columns];
    int cursor = 0;
    for (int j = 0; j < columns; j++) {
      while (cursor < row.size() && row.columns()[cursor] < j) {
        cursor++;
      }
      if (cursor < row.size() && row.columns()[cursor] == j) {
        seen[j] = row.values()[cursor];
      }
    }
    return seen;
  }

  private static long unit(long raw) {
    return Math.clamp(raw, 0L, I32F32.ONE);
  }
}
