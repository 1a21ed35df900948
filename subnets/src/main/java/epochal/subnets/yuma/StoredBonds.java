package epochal.subnets.yuma;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Takes the new bonds out of the matrix, as they are stored (spec 09 §3.13). */
final class StoredBonds {
  private final EpochMatrix matrix;

  StoredBonds(EpochMatrix matrix) {
    this.matrix = matrix;
  }

  List<SparseRow> rows(EpochInput in, boolean[] permits, boolean inOrderOfWeights) {
    SparseRow[] rows = new SparseRow[in.size()];
    Arrays.fill(rows, SparseRow.EMPTY);
    boolean keepsOrder = inOrderOfWeights && !HiddenEntries.reordersWeights(in.parameters());
    for (int r = 0; r < matrix.rows; r++) {
      int u = matrix.uids[r];
      if (permits[u]) {
        rows[u] =
            keepsOrder && !matrix.weightsAscend[r]
                ? ordered(r, in.weights().get(u))
                : ascending(r, in.bonds().get(u));
      }
    }
    return List.of(rows);
  }

  /** The order of the weights is kept; bonds are only where weights are. */
  private SparseRow ordered(int r, SparseRow weights) {
    int[] stored = matrix.bonds[r];
    int count = count(stored, matrix.sizes[r]);
    int[] order = weights.columns();
    int[] columns = count == order.length ? order : new int[count];
    int[] values = new int[count];
    int at = 0;
    for (int column : order) {
      int k = matrix.cell(r, column);
      if (k >= 0 && stored[k] >= 0) {
        if (columns != order) {
          columns[at] = column;
        }
        values[at++] = stored[k];
      }
    }
    return SparseRow.trusted(columns, values);
  }

  /** Mostly a neuron has bonds to the same columns as before, and they need not be told again. */
  private SparseRow ascending(int r, SparseRow before) {
    int size = matrix.sizes[r];
    int[] stored = matrix.bonds[r];
    int count = count(stored, size);
    int[] values = new int[count];
    if (matrix.bondsAscend[r]
        && before.size() == count
        && (matrix.dense
            ? fill(values, stored, before, size)
            : fillListed(values, r, before.columns()))) {
      return SparseRow.trusted(before.columns(), values);
    }
    int[] columns = new int[count];
    int at = 0;
    for (int k = 0; k < size; k++) {
      if (stored[k] >= 0) {
        columns[at] = matrix.dense ? k : matrix.columns[r][k];
        values[at++] = stored[k];
      }
    }
    return SparseRow.trusted(columns, values);
  }

  /** Fills in the values of a sparse row; tells whether they are of these columns. */
  private boolean fillListed(int[] values, int r, int[] columns) {
    int at = 0;
    for (int k = 0; k < matrix.sizes[r]; k++) {
      int value = matrix.bonds[r][k];
      if (value >= 0) {
        if (columns[at] != matrix.columns[r][k]) {
          return false;
        }
        values[at++] = value;
      }
    }
    return true;
  }

  private static int count(int[] stored, int size) {
    int absent = 0;
    for (int k = 0; k < size; k++) {
      absent += stored[k] >> 31;
    }
    return size + absent;
  }

  /** Fills in the values of a row's columns; tells whether every one of them has one. */
  private static boolean fill(int[] values, int[] stored, SparseRow before, int width) {
    int[] columns = before.columns();
    if (columns.length > 0 && columns[columns.length - 1] >= width) {
      return false;
    }
    for (int e = 0, end; e < columns.length; e = end) {
      end = before.endOfRun(e);
      if (end > e) {
        System.arraycopy(stored, columns[e], values, e, end - e);
      } else {
        end = Math.min(columns.length, e + SparseRow.SHORT_RUN);
        for (int i = e; i < end; i++) {
          values[i] = stored[columns[i]];
        }
      }
    }
    int signs = 0;
    for (int value : values) {
      signs |= value;
    }
    return signs >= 0;
  }

  /** The bonds of every uid before they became proportions. */
  FixedMatrix raw(EpochInput in, boolean inOrderOfWeights) {
    FixedRow[] rows = new FixedRow[in.size()];
    Arrays.fill(rows, FixedRow.EMPTY);
    boolean keepsOrder = inOrderOfWeights && !HiddenEntries.reordersWeights(in.parameters());
    for (int r = 0; r < matrix.rows; r++) {
      int u = matrix.uids[r];
      int row = r;
      int[] columns =
          keepsOrder && !matrix.weightsAscend[r]
              ? in.weights().get(u).columns()
              : matrix.dense
                  ? IntStream.range(0, matrix.width).toArray()
                  : Arrays.copyOf(matrix.columns[r], matrix.sizes[r]);
      int[] kept =
          Arrays.stream(columns)
              .filter(c -> matrix.cell(row, c) >= 0)
              .filter(c -> matrix.values[row][matrix.cell(row, c)] >= 0)
              .toArray();
      long[] values =
          Arrays.stream(kept).mapToLong(c -> matrix.values[row][matrix.cell(row, c)]).toArray();
      rows[u] = new FixedRow(kept, values);
    }
    return new FixedMatrix(List.of(rows));
  }
}
