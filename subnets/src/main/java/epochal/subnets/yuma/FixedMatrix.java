package epochal.subnets.yuma;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * A sparse matrix of raw {@link I32F32} values: validators by neurons. Every operation returns a
 * new matrix and keeps the order of the entries within a row unless it says otherwise.
 *
 * <p>Operations over columns take the number of columns; an entry beyond it stays in its row and
 * has no effect. Products are floored, quotients truncated, sums over a column saturate.
 *
 * @param rows one per uid
 */
public record FixedMatrix(List<FixedRow> rows) {

  public FixedMatrix {
    rows = List.copyOf(rows);
  }

  public int size() {
    return rows.size();
  }

  public FixedRow row(int index) {
    return rows.get(index);
  }

  /** Each row with a positive sum is divided by it. */
  public FixedMatrix rowNormalized() {
    return mapRows(
        row -> {
          long sum = I32F32.wrappingSum(row.values());
          return sum > 0 ? row.map((column, value) -> I32F32.safeDiv(value, sum)) : row;
        });
  }

  /** Each column with a sum other than 0 is divided by it. */
  public FixedMatrix columnNormalized(int columns) {
    long[] sums = new long[columns];
    forEachEntry(
        columns, (row, column, value) -> sums[column] = I32F32.saturatingAdd(sums[column], value));
    return columnsDivided(sums);
  }

  /** Each column with a positive value is divided by its largest, which becomes exactly one. */
  public FixedMatrix columnMaxUpscaled(int columns) {
    long[] maxima = new long[columns];
    forEachEntry(columns, (row, column, value) -> maxima[column] = Math.max(maxima[column], value));
    return columnsDivided(maxima);
  }

  private FixedMatrix columnsDivided(long[] divisors) {
    return map(
        (column, value) ->
            column >= divisors.length || divisors[column] == 0
                ? value
                : I32F32.safeDiv(value, divisors[column]));
  }

  /** The wrapping sum of each row. */
  public long[] rowSums() {
    return rows.stream().mapToLong(row -> I32F32.wrappingSum(row.values())).toArray();
  }

  /** For each column, the sum of its values times their rows' {@code factors}, rows ascending. */
  public long[] weightedColumnSums(long[] factors, int columns) {
    long[] sums = new long[columns];
    forEachEntry(
        columns,
        (row, column, value) ->
            sums[column] =
                I32F32.saturatingAdd(sums[column], I32F32.saturatingMul(factors[row], value)));
    return sums;
  }

  /** For each row, the saturating sum of its values times their columns' {@code factors}. */
  public long[] weightedRowSums(long[] factors) {
    long[] sums = new long[size()];
    forEachEntry(
        factors.length,
        (row, column, value) ->
            sums[row] =
                I32F32.saturatingAdd(sums[row], I32F32.saturatingMul(value, factors[column])));
    return sums;
  }

  /** Each row times its factor. */
  public FixedMatrix rowsScaled(long[] factors) {
    List<FixedRow> scaled = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      long factor = factors[i];
      scaled.add(row(i).map((column, value) -> I32F32.saturatingMul(value, factor)));
    }
    return new FixedMatrix(scaled);
  }

  /** Each column times its factor; products of 0 are left out. */
  public FixedMatrix columnsScaled(long[] factors) {
    return mapRows(
        row ->
            row.filter((column, value) -> column < factors.length)
                .map((column, value) -> I32F32.saturatingMul(value, factors[column]))
                .filter((column, value) -> value != 0));
  }

  /**
   * Values above their column's ceiling are lowered to it, or dropped if the ceiling is not
   * positive; the others stay, zeros too (spec 09 §3.7).
   */
  public FixedMatrix columnsClipped(long[] ceilings) {
    return mapRows(
        row ->
            row.filter((column, value) -> value <= ceilings[column] || ceilings[column] > 0)
                .map((column, value) -> Math.min(value, ceilings[column])));
  }

  /**
   * Cell by cell {@code this + ratio * (other - this)}, with absent entries as 0. Only positive
   * cells are kept, columns ascending; but a ratio of 0 gives this matrix and a ratio of 1 the
   * other one, entry for entry (spec 09 §3.9).
   *
   * @param ratio raw, 0 to one
   */
  public FixedMatrix interpolated(FixedMatrix other, int columns, long ratio) {
    if (ratio == 0) {
      return this;
    }
    if (ratio == I32F32.ONE) {
      return other;
    }
    List<FixedRow> result = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      long[] from = dense(row(i), columns);
      long[] to = dense(other.row(i), columns);
      for (int j = 0; j < columns; j++) {
        long step = I32F32.saturatingMul(ratio, I32F32.saturatingSub(to[j], from[j]));
        from[j] = I32F32.saturatingAdd(from[j], step);
      }
      result.add(positiveCells(from));
    }
    return new FixedMatrix(result);
  }

  /**
   * The exponential moving average {@code alpha * latest + (1 - alpha) * this}, both products
   * floored on their own. Only positive cells are kept, columns ascending (spec 09 §3.10).
   *
   * @param alpha raw; negative where a subnet's moving average is above one million
   */
  public FixedMatrix movedTowards(FixedMatrix latest, long alpha, int columns) {
    long decay = I32F32.saturatingSub(I32F32.ONE, alpha);
    List<FixedRow> result = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      if (row(i).size() == 0 && latest.row(i).size() == 0) {
        result.add(FixedRow.EMPTY);
        continue;
      }
      long[] cells = new long[columns];
      addScaled(cells, latest.row(i), alpha);
      addScaled(cells, row(i), decay);
      result.add(positiveCells(cells));
    }
    return new FixedMatrix(result);
  }

  /**
   * The moving average with an alpha for every cell, at most one (spec 09 §3.11). It has entries
   * only where {@code latest} has them, in the order of {@code latest}, and only positive ones: an
   * old value without a new entry, be it 0, is lost.
   *
   * @param alphas the raw alphas of a row by column; asked for non-empty rows of {@code latest}
   *     only, and read at the columns of that row only
   */
  public FixedMatrix movedTowards(FixedMatrix latest, IntFunction<long[]> alphas, int columns) {
    List<FixedRow> result = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      if (latest.row(i).size() == 0) {
        result.add(FixedRow.EMPTY);
        continue;
      }
      long[] alpha = alphas.apply(i);
      long[] old = dense(row(i), columns);
      FixedRow moved =
          latest
              .row(i)
              .map(
                  (column, value) -> {
                    long decay = I32F32.saturatingSub(I32F32.ONE, alpha[column]);
                    long kept = I32F32.saturatingMul(decay, old[column]);
                    long gained = Math.max(0, I32F32.saturatingMul(alpha[column], value));
                    return Math.min(I32F32.ONE, I32F32.saturatingAdd(kept, gained));
                  });
      result.add(moved.filter((column, value) -> value > 0));
    }
    return new FixedMatrix(result);
  }

  FixedMatrix map(FixedRow.EntryOperator operator) {
    return mapRows(row -> row.map(operator));
  }

  private FixedMatrix mapRows(UnaryOperator<FixedRow> operator) {
    return new FixedMatrix(rows.stream().map(operator).toList());
  }

  private void forEachEntry(int columns, EntryVisitor visitor) {
    for (int i = 0; i < size(); i++) {
      FixedRow row = row(i);
      for (int e = 0; e < row.size(); e++) {
        if (row.columns()[e] < columns) {
          visitor.visit(i, row.columns()[e], row.values()[e]);
        }
      }
    }
  }

  private static long[] dense(FixedRow row, int columns) {
    long[] cells = new long[columns];
    for (int e = 0; e < row.size(); e++) {
      if (row.columns()[e] < columns) {
        cells[row.columns()[e]] = row.values()[e];
      }
    }
    return cells;
  }

  private static void addScaled(long[] cells, FixedRow row, long factor) {
    for (int e = 0; e < row.size(); e++) {
      int column = row.columns()[e];
      if (column < cells.length) {
        long product = I32F32.saturatingMul(factor, row.values()[e]);
        cells[column] = I32F32.saturatingAdd(cells[column], product);
      }
    }
  }

  private static FixedRow positiveCells(long[] cells) {
    FixedRow.Buffer buffer = new FixedRow.Buffer(cells.length);
    for (int j = 0; j < cells.length; j++) {
      if (cells[j] > 0) {
        buffer.add(j, cells[j]);
      }
    }
    return buffer.toRow();
  }

  /** Sees one entry. */
  @FunctionalInterface
  private interface EntryVisitor {
    void visit(int row, int column, long value);
  }
}
