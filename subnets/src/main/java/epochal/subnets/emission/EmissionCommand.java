package epochal.subnets.emission;

import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the network's emission is told to do, by the genesis and by the block clock. */
public sealed interface EmissionCommand {

  /**
   * The network begins, after everything else has been opened.
   *
   * @param issuance all balances and stakes of the genesis
   */
  record Open(Rao issuance, List<FirstSubnet> subnets) implements EmissionCommand {}

  /**
   * A subnet at genesis.
   *
   * @param emission rao a block until the first root epoch decides
   */
  record FirstSubnet(
      Netuid netuid, @Nullable AccountId owner, int tempo, boolean emitting, Rao emission) {}

  /** The block clock has reached {@code block}. */
  record Tick(long block) implements EmissionCommand {}
}
