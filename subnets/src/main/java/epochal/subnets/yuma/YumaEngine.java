package epochal.subnets.yuma;

import epochal.ledger.aggregate.Workers;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Computes epochs with the bits of {@link PlainEpoch}, many times faster. An engine keeps the
 * workspace of its largest epoch and makes nothing anew but results; it is not thread-safe. {@link
 * YumaEpoch} has engines for everybody.
 *
 * <h2>The shape of the work</h2>
 *
 * An epoch is two sweeps over a matrix of weights and bonds, with one vector of the whole matrix,
 * the incentive, needed between them:
 *
 * <ol>
 *   <li>{@link EpochMatrix} reads rows of weights and bonds side by side: each row of weights is
 *       divided by its sum as it is read.
 *   <li>First sweep, tile of columns by tile: {@link ConsensusSearch} finds the medians, {@link
 *       Clipping} cuts the weights down to them, adds up trust by row and incentive by column, and
 *       leaves the weights that bonds follow where the weights were.
 *   <li>Second sweep, tile by tile: {@link BondsUpdate} moves the bonds, and pays for them. The new
 *       bond takes the place of the weight, the number to be stored that of the old bond.
 *   <li>{@link StoredBonds} copies the rows out.
 * </ol>
 *
 * A tile is as many columns as stay in a core's second cache while all steps of its sweep go over
 * them. Rows are what is contiguous, so that a loop does the same to neighbouring columns, and the
 * compiler makes it do as many of them at once as the processor can: the loops over all cells of a
 * dense matrix have no branch on a value, except where liquid alpha looks into its tables. What is
 * sparse is kept sparse, in rows of the same kind that have fewer cells, and is one tile.
 *
 * <h2>The ranges that make the short arithmetic safe</h2>
 *
 * One check at the door: the stakes add up to less than 2^62 rao (the supply is below 2^55), and
 * the bonds' moving average is at most one. An epoch that does not pass, which no chain state can
 * bring about, is computed by PlainEpoch. For the others everything follows from the types of the
 * inputs:
 *
 * <ul>
 *   <li>Stakes are not negative and divided by their sum: in [0, 1], together at most 1. So are the
 *       active stakes, and the weights of a row.
 *   <li>A consensus is a weight, or 0. Clipped weights are between 0 and the weight, and so are the
 *       weights that bonds follow.
 *   <li>The sums of stake times clipped weight, all floored, are together at most the active stake:
 *       at most 1. Divided by their sum they are the incentive, in [0, 1].
 *   <li>Bonds are proportions or shares of a column; what lies between two numbers of [0, 1] is in
 *       [0, 1]; its column's sum is below 2^49 in raw units. Dividends are sums of incentive times
 *       shares, at most the incentive together.
 * </ul>
 *
 * In [0, 1] a product of raw values fits 64 unsigned bits ({@link UnitFixed}), a quotient is two
 * multiplications ({@link Divisors}), and no sum comes near 2^63: nothing saturates, nothing wraps,
 * and additions may be made in any order. That is why tiles may be computed by several threads,
 * each with sums of its own: the bits are the same for any number of them.
 *
 * <h2>Why each step keeps the bits</h2>
 *
 * Every product and quotient of the chain is made here as well, from the same operands, and floored
 * or truncated at the same place; only additions change places, and what cannot be seen is left
 * out:
 *
 * <ul>
 *   <li>The stakes' 64-bit fractions are cut to 32 bits at once: a floor of a floor.
 *   <li>The weighted median does not depend on how it is searched ({@link ConsensusSearch}).
 *   <li>Cells of 0 are as good as none wherever sums are made and where only positive cells are
 *       kept. With liquid alpha an entry of 0 keeps an old bond alive; there, cells without an
 *       entry are marked ({@link EpochMatrix#ABSENT}).
 *   <li>Liquid alpha is computed only for cells with a weight, the others have no bond; and for
 *       small weights mostly by a polynomial whose error is bounded ({@link Sigmoid}).
 *   <li>The order of entries matters in two places, and only in a row that does not ascend: liquid
 *       alpha overlooks entries ({@link HiddenEntries}), and its bonds keep the order of the
 *       weights ({@link StoredBonds}). Everything else is done in ascending order.
 * </ul>
 *
 * <h2>Where the time goes</h2>
 *
 * For 4,096 neurons and 256 validators, dense, half of the time of Yuma 3 goes into the consensus,
 * some ten probes of all weights; a sixth each into reading the rows and into the bonds; the rest
 * into clipping and into copying the bonds out. What sets the limit is how quickly a tile comes
 * from the second cache, and the matrix from the third. {@code epochal bench yuma} measures it.
 */
public final class YumaEngine {
  /** So many cells of a tile stay in a core's second cache. */
  private static final int TILE_CELLS = 65_536;

  /** Shorter loops are not worth beginning. */
  private static final int LEAST_TILE = 64;

  /** Fewer cells are not worth a second thread. */
  private static final long SHARED_FROM = 65_536;

  /** About 100 MB. */
  private static final long MOST_KEPT = 8L << 20;

  private static final RowScratch[] NONE = {};

  private final Workers workers;
  private final EpochMatrix matrix = new EpochMatrix();
  private final ConsensusSearch search = new ConsensusSearch(matrix);
  private final BondsUpdate bondsUpdate = new BondsUpdate(matrix);
  private final StoredBonds storedBonds = new StoredBonds(matrix);
  private RowScratch[] scratch = NONE;
  private long[] ranks = {};
  private @Nullable EpochInput latest;
  private @Nullable FixedMatrix plainBonds;

  /** An engine on the caller's thread. */
  public YumaEngine() {
    this(Workers.ONE);
  }

  /** An engine that shares the work of epochs that are large and dense. */
  public YumaEngine(Workers workers) {
    this.workers = workers;
  }

  /** Computes one epoch; the same input always gives the same bits. */
  public EpochResult run(EpochInput in) {
    return run(in, workers);
  }

  EpochResult run(EpochInput in, Workers lent) {
    latest = in;
    if (!covers(in)) {
      PlainEpoch.Outcome outcome = PlainEpoch.outcome(in);
      plainBonds = outcome.bonds();
      return outcome.result();
    }
    plainBonds = null;
    int n = in.size();
    if (ranks.length < n) {
      ranks = new long[n];
    }
    EpochParameters parameters = in.parameters();
    var stakes = new NeuronStakes(in, ranks);
    matrix.read(in, stakes.permits);
    boolean shared = matrix.dense && (long) matrix.rows * n >= SHARED_FROM;
    int parts = shared ? lent.count() : 1;
    beginScratch(parts, n);

    long[] consensus = new long[n];
    long[] incentive = new long[n];
    search.begin(stakes.activeStake, Proportion.toFixed(parameters.kappa()));
    var clipping = new Clipping(matrix, stakes.activeStake, consensus, incentive, parameters);
    sweep(
        lent,
        parts,
        (from, to, own) -> {
          search.find(from, to, consensus);
          clipping.clip(from, to, own);
        });
    long[] validatorTrust = new long[n];
    for (int part = 0; part < parts; part++) {
      addByUid(scratch[part].trust, validatorTrust);
    }
    NeuronStakes.normalize(incentive);

    bondsUpdate.begin(in, stakes.activeStake, consensus, incentive);
    sweep(lent, parts, bondsUpdate::update);
    long[] dividends = dividends(parts, parameters.yuma3(), stakes.activeStake);

    List<SparseRow> bonds = storedBonds.rows(in, stakes.newPermits, bondsUpdate.liquid());
    Emission emission = stakes.emission(incentive, dividends, in.raoEmission());
    return new EpochResult(
        emission.server(),
        emission.validator(),
        emission.combined(),
        NeuronStakes.proportions(stakes.stake),
        NeuronStakes.proportions(consensus),
        NeuronStakes.proportions(incentive),
        NeuronStakes.proportions(dividends),
        NeuronStakes.proportions(validatorTrust),
        stakes.active,
        stakes.newPermits,
        bonds,
        new EpochResult.Raw(
            stakes.stake, stakes.activeStake, consensus, incentive, dividends, validatorTrust));
  }

  /**
   * The bonds of every uid that the latest epoch computed, before they became proportions; in Yuma
   * 2 after the upscaling.
   *
   * @throws IllegalStateException if no epoch has been computed
   */
  public FixedMatrix rawBonds() {
    if (latest == null) {
      throw new IllegalStateException("no epoch has been computed yet");
    }
    return plainBonds != null ? plainBonds : storedBonds.raw(latest, bondsUpdate.liquid());
  }

  /** Whether the workspace is small enough to wait for another epoch. */
  boolean isWorthKeeping() {
    return !matrix.dense || (long) matrix.rows * matrix.width <= MOST_KEPT;
  }

  /** Keeps the workspace, and nothing of the latest epoch's input. */
  void forget() {
    latest = null;
    plainBonds = null;
    bondsUpdate.forget();
  }

  private static boolean covers(EpochInput in) {
    return NeuronStakes.covers(in.stake())
        && in.parameters().bondsMovingAverage() <= EpochParameters.WHOLE_MOVING_AVERAGE;
  }

  private void beginScratch(int parts, int n) {
    if (scratch.length < parts) {
      scratch = new RowScratch[parts];
      for (int part = 0; part < parts; part++) {
        scratch[part] = new RowScratch();
      }
    }
    for (int part = 0; part < parts; part++) {
      scratch[part].begin(matrix.rows, n);
    }
  }

  /** Does something to a tile of columns. */
  @FunctionalInterface
  private interface TileStep {
    void run(int from, int to, RowScratch own);
  }

  private void sweep(Workers lent, int parts, TileStep step) {
    int n = matrix.width;
    int tile = matrix.dense ? Math.max(LEAST_TILE, TILE_CELLS / Math.max(1, matrix.rows) & -8) : n;
    int tiles = n == 0 ? 0 : (n + tile - 1) / tile;
    share(
        lent,
        parts,
        part -> {
          for (int t = tiles * part / parts; t < tiles * (part + 1) / parts; t++) {
            step.run(t * tile, Math.min(n, (t + 1) * tile), scratch[part]);
          }
        });
  }

  private static void share(Workers workers, int parts, IntConsumer work) {
    if (parts == 1) {
      work.accept(0);
    } else {
      workers.share(parts, work);
    }
  }

  /** In Yuma 3 stake comes in now. */
  private long[] dividends(int parts, boolean yuma3, long[] activeStake) {
    long[] dividends = new long[matrix.width];
    for (int part = 0; part < parts; part++) {
      addByUid(scratch[part].earned, dividends);
    }
    if (yuma3) {
      for (int u = 0; u < dividends.length; u++) {
        dividends[u] = UnitFixed.product(dividends[u], activeStake[u]);
      }
    }
    NeuronStakes.normalize(dividends);
    return dividends;
  }

  private void addByUid(long[] byRow, long[] byUid) {
    for (int r = 0; r < matrix.rows; r++) {
      byUid[matrix.uids[r]] += byRow[r];
    }
  }
}
