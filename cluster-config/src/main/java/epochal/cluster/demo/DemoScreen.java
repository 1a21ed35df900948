package epochal.cluster.demo;

import epochal.cluster.demo.NetworkView.SubnetView;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.subnets.epoch.EpochEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Draws what happens as lines of text. */
final class DemoScreen {
  private static final int TOP_MINERS = 3;

  private final String network;
  private final Map<AccountId, String> names;
  private final CabalReport cabal;
  private final CallCount calls;

  DemoScreen(String network, Cast cast, CabalReport cabal, CallCount calls) {
    this.network = network;
    this.names = cast.names();
    this.cabal = cabal;
    this.calls = calls;
  }

  /**
   * The whole screen.
   *
   * @param blocksPerSecond times ten
   */
  List<String> draw(NetworkView.Snapshot now, long blocksPerSecond, long eventsPerSecond) {
    var lines = new ArrayList<String>();
    lines.add(
        "epochal  %s  block %,d  issuance %s TAO (%s burned)  %d.%d blocks/s  %,d events/s"
            .formatted(
                network,
                now.block(),
                tao(now.issuance()),
                tao(now.burned()),
                blocksPerSecond / 10,
                blocksPerSecond % 10,
                eventsPerSecond));
    lines.add("");
    lines.add(
        "%-7s%9s%9s%14s%8s%12s   %s"
            .formatted(
                "subnet",
                "neurons",
                "share",
                "last epoch",
                "epochs",
                "joined/left",
                "top miners: incentive (hidden quality of 1,000)"));
    long shares =
        Math.max(1, now.subnets().values().stream().mapToLong(view -> view.share().amount()).sum());
    now.subnets().forEach((netuid, view) -> lines.add(subnet(netuid, view, shares)));
    lines.add("");
    lines.add(cabal());
    lines.add(
        "%,d calls obeyed, %,d transfers; refused: %s"
            .formatted(calls.acceptedCalls(), now.transfers(), refusals()));
    return lines;
  }

  private String refusals() {
    String refused = calls.mostRefused(3);
    return refused.isEmpty() ? "none" : refused;
  }

  private String subnet(Netuid netuid, SubnetView view, long shares) {
    EpochEvent.EpochHeld last = view.last();
    return "%-7s%9s%9s%14s%8d%12s   %s"
        .formatted(
            netuid,
            last == null ? "-" : "%,d".formatted(last.hotkeys().size()),
            CabalReport.percent(CabalReport.part(view.share().amount(), shares)),
            last == null ? "-" : tao(last.emission()),
            view.epochs(),
            view.registered() + "/" + view.evicted(),
            last == null ? "" : topMiners(last));
  }

  private String topMiners(EpochEvent.EpochHeld epoch) {
    var uids = new ArrayList<Integer>();
    for (int uid = 0; uid < epoch.hotkeys().size(); uid++) {
      if (epoch.outcome().incentive().get(uid) > 0) {
        uids.add(uid);
      }
    }
    uids.sort(
        Comparator.comparing((Integer uid) -> epoch.outcome().incentive().get(uid)).reversed());
    var shown = new ArrayList<String>();
    for (int uid : uids.subList(0, Math.min(TOP_MINERS, uids.size()))) {
      AccountId hotkey = epoch.hotkeys().get(uid);
      shown.add(
          "%s %s (%d)"
              .formatted(
                  names.getOrDefault(hotkey, "uid " + uid),
                  CabalReport.percent(
                      CabalReport.part(epoch.outcome().incentive().get(uid), 65_535)),
                  Quality.of(hotkey)));
    }
    return shown.isEmpty() ? "nobody has scored yet" : String.join("  ", shown);
  }

  private String cabal() {
    if (cabal.standings().isEmpty()) {
      return "the cabal has not validated yet";
    }
    CabalReport.Standing mean = cabal.mean();
    return "cabal: %s of the stake earns %s of the dividends; its miners, %s of all, get %s of the"
            .formatted(
                CabalReport.percent(mean.stake()),
                CabalReport.percent(mean.dividends()),
                CabalReport.percent(mean.minersShare()),
                CabalReport.percent(mean.incentive()))
        + " incentive";
  }

  private static String tao(Rao amount) {
    return "%,d.%03d"
        .formatted(amount.amount() / Rao.PER_TAO, amount.amount() % Rao.PER_TAO / 1_000_000);
  }
}
