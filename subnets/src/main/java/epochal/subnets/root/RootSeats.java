package epochal.subnets.root;

import static epochal.ledger.aggregate.Decision.accept;
import static epochal.ledger.aggregate.Decision.ask;
import static epochal.ledger.aggregate.Decision.reject;

import epochal.ledger.aggregate.Context;
import epochal.ledger.aggregate.Decision;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Joining the root network, with the refusals in the specified order (spec 02 §4.2). */
final class RootSeats {
  private RootSeats() {}

  static Decision<RootEvent> register(
      RootState state, RootCommand.RootRegister command, Context ctx) {
    Rejection refusal = refusal(state, command.hotkey(), ctx);
    if (refusal != null) {
      return reject(refusal);
    }
    boolean full = state.seats().size() >= ctx.network().rootSeats();
    var queries = new TreeMap<EntityId, Query>();
    queries.put(EntityId.validator(command.hotkey()), new Query.Standing());
    if (full) {
      for (RootState.Seat seat : state.seats()) {
        queries.put(EntityId.validator(seat.hotkey()), new Query.Standing());
      }
    }
    for (EntityId asked : queries.keySet()) {
      if (ctx.fact(asked, Fact.ValidatorStanding.class) == null) {
        return ask(queries);
      }
    }
    Rao stake = stake(ctx, command.hotkey());
    if (!full) {
      return accept(
          new RootEvent.RootSeatTaken(
              state.seats().size(), command.hotkey(), command.coldkey(), null, stake));
    }
    int lowest = lowest(state, ctx);
    Rao toBeat = stake(ctx, state.seats().get(lowest).hotkey());
    if (!stake.isMoreThan(toBeat)) {
      return reject(
          Rejection.of(
                  RejectionCode.StakeTooLowForRoot,
                  "All "
                      + ctx.network().rootSeats()
                      + " root seats are taken and the lowest has "
                      + toBeat
                      + " of stake; the hotkey has "
                      + stake
                      + " and needs more than that.")
              .with("stake", stake.amount())
              .with("lowest", toBeat.amount()));
    }
    return accept(
        new RootEvent.RootSeatTaken(
            lowest,
            command.hotkey(),
            command.coldkey(),
            state.seats().get(lowest).hotkey(),
            stake));
  }

  private static @Nullable Rejection refusal(RootState state, AccountId hotkey, Context ctx) {
    if (!state.open()) {
      return Rejection.of(RejectionCode.RootNetworkDoesNotExist, "The network has not begun yet.");
    }
    if (state.inBlock(ctx.block()) >= 1) {
      return Rejection.of(
              RejectionCode.TooManyRegistrationsThisBlock,
              "Root takes one registration a block: try in the next.")
          .with("block", ctx.block());
    }
    int limit = 3 * ctx.network().rootRegistrationsPerInterval();
    var interval = state.interval(ctx.network().rootAdjustmentInterval(), ctx.block());
    if (interval.registrations() >= limit) {
      long next = interval.start() + ctx.network().rootAdjustmentInterval();
      return Rejection.of(
              RejectionCode.TooManyRegistrationsThisInterval,
              "Root takes "
                  + limit
                  + " registrations an interval: the next begins at block "
                  + next
                  + ".")
          .with("limit", limit)
          .with("next_interval", next);
    }
    return state.uidOf(hotkey) == null
        ? null
        : Rejection.of(
            RejectionCode.HotKeyAlreadyRegisteredInSubNet, "The hotkey has a root seat already.");
  }

  /** The first seat, in order of uid, with the strictly lowest stake. */
  private static int lowest(RootState state, Context ctx) {
    int lowest = 0;
    for (int uid = 1; uid < state.seats().size(); uid++) {
      if (stake(ctx, state.seats().get(uid).hotkey())
          .isLessThan(stake(ctx, state.seats().get(lowest).hotkey()))) {
        lowest = uid;
      }
    }
    return lowest;
  }

  private static Rao stake(Context ctx, AccountId hotkey) {
    var standing = ctx.fact(EntityId.validator(hotkey), Fact.ValidatorStanding.class);
    if (standing == null) {
      throw new IllegalStateException(hotkey + " has not been asked");
    }
    return standing.stake();
  }
}
