package epochal.subnets.yuma;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an epoch of one subnet depends on (spec 09 §2). Lists and arrays have one entry
 * per uid, uid 0 first; there are {@link #size()} uids.
 *
 * @param parameters the subnet's settings
 * @param currentBlock the block that the epoch runs in
 * @param lastEpochBlock the block of the epoch before, 0 if there was none
 * @param raoEmission rao to distribute
 * @param ownerUid the uid of the subnet owner's hotkey, if it has one
 * @param stake rao
 * @param lastUpdate the block in which the neuron last set weights
 * @param blockAtRegistration the block in which the neuron was registered
 * @param validatorPermit whether the neuron held a validator permit before the epoch
 * @param weights what each neuron submitted; entries for a uid of {@code size()} or more are
 *     ignored
 * @param bonds what the epoch before stored; entries for a uid of {@code size()} or more have no
 *     effect of their own
 * @param commitBlocks the block of the neuron's oldest weight commit that has not expired, or
 *     {@link #NO_COMMIT}; read with commit-reveal only
 */
public record EpochInput(
    EpochParameters parameters,
    long currentBlock,
    long lastEpochBlock,
    long raoEmission,
    OptionalInt ownerUid,
    long[] stake,
    long[] lastUpdate,
    long[] blockAtRegistration,
    boolean[] validatorPermit,
    List<SparseRow> weights,
    List<SparseRow> bonds,
    long[] commitBlocks) {

  /** In {@link #commitBlocks}: no commit is open. Later than any block. */
  public static final long NO_COMMIT = Long.MAX_VALUE;

  private static final int MAX_SIZE = 65_535;

  /**
   * @throws IllegalArgumentException if an array or list is not as long as {@code stake}, or a
   *     number is negative
   */
  public EpochInput {
    weights = List.copyOf(weights);
    bonds = List.copyOf(bonds);
    int size = stake.length;
    if (size > MAX_SIZE) {
      throw new IllegalArgumentException("a subnet has at most 65535 uids: " + size);
    }
    Check.notNegative("currentBlock", currentBlock);
    Check.notNegative("lastEpochBlock", lastEpochBlock);
    Check.notNegative("raoEmission", raoEmission);
    ownerUid.ifPresent(uid -> Check.u16("ownerUid", uid));
    Check.notNegative("stake", stake);
    Check.length("lastUpdate", lastUpdate.length, size);
    Check.notNegative("lastUpdate", lastUpdate);
    Check.length("blockAtRegistration", blockAtRegistration.length, size);
    Check.notNegative("blockAtRegistration", blockAtRegistration);
    Check.length("validatorPermit", validatorPermit.length, size);
    Check.length("weights", weights.size(), size);
    Check.length("bonds", bonds.size(), size);
    Check.length("commitBlocks", commitBlocks.length, size);
    Check.notNegative("commitBlocks", commitBlocks);
  }

  /** How many uids the subnet has. */
  public int size() {
    return stake.length;
  }

  /** Whether {@code uid} is the subnet owner's. */
  public boolean isOwner(int uid) {
    return ownerUid.isPresent() && ownerUid.getAsInt() == uid;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EpochInput input && Arrays.deepEquals(components(), input.components());
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(components());
  }

  private Object[] components() {
    return new Object[] {
      parameters,
      currentBlock,
      lastEpochBlock,
      raoEmission,
      ownerUid,
      stake,
      lastUpdate,
      blockAtRegistration,
      validatorPermit,
      weights,
      bonds,
      commitBlocks
    };
  }

  /**
   * Starts an input for trying the engine on one's own numbers, with these stakes in rao.
   *
   * <p>Unless set otherwise: {@linkplain EpochParameters#classic() classic} parameters, block 1000,
   * no epoch before, an emission of one TAO, no owner, everyone permitted, registered at block 0
   * and updated in the current block, no weights, bonds or commits.
   */
  public static Builder ofStake(long... stake) {
    return new Builder(stake);
  }

  /** Collects an {@link EpochInput}; {@link #build} checks it. */
  public static final class Builder {
    private static final long DEFAULT_BLOCK = 1_000;
    private static final long ONE_TAO = 1_000_000_000;

    private final long[] stake;
    private EpochParameters parameters = EpochParameters.classic();
    private long currentBlock = DEFAULT_BLOCK;
    private long lastEpochBlock;
    private long raoEmission = ONE_TAO;
    private OptionalInt ownerUid = OptionalInt.empty();
    private long @Nullable [] lastUpdate;
    private long[] blockAtRegistration;
    private boolean[] validatorPermit;
    private List<SparseRow> weights;
    private List<SparseRow> bonds;
    private long[] commitBlocks;

    private Builder(long[] stake) {
      this.stake = stake;
      int size = stake.length;
      blockAtRegistration = new long[size];
      validatorPermit = new boolean[size];
      Arrays.fill(validatorPermit, true);
      weights = Collections.nCopies(size, SparseRow.EMPTY);
      bonds = weights;
      commitBlocks = filled(size, NO_COMMIT);
    }

    public Builder parameters(EpochParameters value) {
      parameters = value;
      return this;
    }

    /** The block of the epoch, and of the epoch before (0 if there was none). */
    public Builder blocks(long current, long lastEpoch) {
      currentBlock = current;
      lastEpochBlock = lastEpoch;
      return this;
    }

    public Builder raoEmission(long rao) {
      raoEmission = rao;
      return this;
    }

    public Builder owner(int uid) {
      ownerUid = OptionalInt.of(uid);
      return this;
    }

    public Builder lastUpdate(long... blocks) {
      lastUpdate = blocks;
      return this;
    }

    public Builder blockAtRegistration(long... blocks) {
      blockAtRegistration = blocks;
      return this;
    }

    public Builder validatorPermit(boolean... permits) {
      validatorPermit = permits;
      return this;
    }

    public Builder weights(List<SparseRow> rows) {
      weights = rows;
      return this;
    }

    /** A dense weight matrix: a row per uid, each of unsigned 16-bit weights by uid. */
    public Builder weights(int[][] dense) {
      return weights(Stream.of(dense).map(SparseRow::ofDense).toList());
    }

    public Builder bonds(List<SparseRow> rows) {
      bonds = rows;
      return this;
    }

    public Builder commitBlocks(long... blocks) {
      commitBlocks = blocks;
      return this;
    }

    /**
     * The input.
     *
     * @throws IllegalArgumentException if a list or array does not have one entry per stake, or a
     *     number is out of its range
     */
    public EpochInput build() {
      return new EpochInput(
          parameters,
          currentBlock,
          lastEpochBlock,
          raoEmission,
          ownerUid,
          stake,
          lastUpdate != null ? lastUpdate : filled(stake.length, currentBlock),
          blockAtRegistration,
          validatorPermit,
          weights,
          bonds,
          commitBlocks);
    }

    private static long[] filled(int size, long value) {
      long[] array = new long[size];
      Arrays.fill(array, value);
      return array;
    }
  }
}
