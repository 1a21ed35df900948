package epochal.persistence.genesis;

import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.persistence.genesis.GenesisDocument.FirstHotkey;
import epochal.persistence.genesis.GenesisDocument.FirstSubnet;
import epochal.subnets.subnet.Hyperparameter;
import epochal.subnets.subnet.Hyperparameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one subnet, with the bounds that setting a hyperparameter has too (spec 03 §8). */
final class SubnetReader {
  private static final int MOST_UIDS = 4_096;
  private static final int LEAST_ALPHA = 1_638;

  private final KeyReader keys;
  private final SortedMap<AccountId, FirstHotkey> hotkeys;

  SubnetReader(KeyReader keys, SortedMap<AccountId, FirstHotkey> hotkeys) {
    this.keys = keys;
    this.hotkeys = hotkeys;
  }

  /** All but the netuid, which the caller has read from the same section. */
  FirstSubnet read(Field subnet, Section section) {
    Field owner = section.optional("owner");
    Field parameters = section.optional("parameters");
    Field burn = section.optional("burn");
    Field emission = section.optional("emission");
    Field seated = section.required("seats");
    section.end();
    SortedMap<String, Long> given =
        parameters == null ? Collections.emptySortedMap() : parameters(parameters);
    Hyperparameters all = complete(given);
    checkBounds(parameters == null ? subnet : parameters, all);
    return new FirstSubnet(
        owner == null || owner.node().isNull() ? null : keys.coldkey(owner),
        given,
        all.getInt(Hyperparameter.TEMPO),
        all.is(Hyperparameter.REGISTRATION_ALLOWED),
        burn(subnet, burn, all),
        emission == null ? Rao.ZERO : emission.amount(),
        seats(seated, all.getInt(Hyperparameter.MAX_ALLOWED_UIDS), "max_allowed_uids"));
  }

  private static SortedMap<String, Long> parameters(Field parameters) {
    var values = new TreeMap<String, Long>();
    for (Field.Member member : parameters.members()) {
      Hyperparameter parameter = Hyperparameter.named(member.name()).orElse(null);
      if (parameter == null) {
        throw member
            .value()
            .wrong("There is no such hyperparameter: remove it, or use a name of the table.");
      }
      values.put(member.name(), value(parameter, member.value()));
    }
    return Collections.unmodifiableSortedMap(values);
  }

  private static long value(Hyperparameter parameter, Field field) {
    return switch (parameter.type()) {
      case BOOL -> field.flag() ? 1 : 0;
      case U64 -> field.unsigned();
      case U16, POSITIVE_U16, I16, U63 -> {
        long value = field.integer(Long.MIN_VALUE, Long.MAX_VALUE);
        if (!parameter.type().holds(value)) {
          throw field.wrong(
              "%d is out of range: write %s.".formatted(value, parameter.type().range()));
        }
        yield value;
      }
    };
  }

  private static Hyperparameters complete(SortedMap<String, Long> given) {
    Hyperparameters all = Hyperparameters.INITIAL;
    for (var entry : given.entrySet()) {
      all = all.with(Hyperparameter.named(entry.getKey()).orElseThrow(), entry.getValue());
    }
    return all;
  }

  private static void checkBounds(Field place, Hyperparameters all) {
    notAbove(place, all, Hyperparameter.MAX_ALLOWED_UIDS, MOST_UIDS, MOST_UIDS + " in any subnet");
    notAbove(place, all, Hyperparameter.MAX_ALLOWED_VALIDATORS, Hyperparameter.MAX_ALLOWED_UIDS);
    notAbove(place, all, Hyperparameter.MIN_BURN, Hyperparameter.MAX_BURN);
    if (all.is(Hyperparameter.LIQUID_ALPHA_ENABLED)) {
      notAbove(place, all, Hyperparameter.ALPHA_LOW, Hyperparameter.ALPHA_HIGH);
      if (all.get(Hyperparameter.ALPHA_LOW) < LEAST_ALPHA) {
        throw place.wrong(
            "alpha_low is %d and must be %d or more: raise it."
                .formatted(all.get(Hyperparameter.ALPHA_LOW), LEAST_ALPHA));
      }
    }
  }

  private static void notAbove(
      Field place, Hyperparameters all, Hyperparameter lower, Hyperparameter upper) {
    notAbove(place, all, lower, all.get(upper), upper.specName() + " (" + all.get(upper) + ")");
  }

  private static void notAbove(
      Field place, Hyperparameters all, Hyperparameter lower, long bound, String boundName) {
    if (all.get(lower) > bound) {
      throw place.wrong(
          "%s is %d and must not be above %s: lower it."
              .formatted(lower.specName(), all.get(lower), boundName));
    }
  }

  private static Rao burn(Field subnet, @Nullable Field field, Hyperparameters all) {
    Rao burn = field == null ? Rao.tao(1) : field.amount();
    Rao least = all.getRao(Hyperparameter.MIN_BURN);
    Rao most = all.getRao(Hyperparameter.MAX_BURN);
    if (burn.isLessThan(least) || burn.isMoreThan(most)) {
      throw (field == null ? subnet : field)
          .wrong(
              "The burn of %d rao is not between min_burn (%d) and max_burn (%d): change one."
                  .formatted(burn.amount(), least.amount(), most.amount()));
    }
    return burn;
  }

  /** Hotkeys by uid: known ones, each once. */
  List<AccountId> seats(Field field, int most, String bound) {
    var seats = new ArrayList<AccountId>();
    var seated = new TreeSet<AccountId>();
    for (Field seat : field.elements()) {
      if (seats.size() == most) {
        throw seat.wrong(
            "There are more seats than %s allows (%d): raise it, or remove seats."
                .formatted(bound, most));
      }
      AccountId hotkey = keys.hotkey(seat);
      if (!hotkeys.containsKey(hotkey)) {
        throw seat.wrong("The hotkey " + hotkey + " is unknown: add it to $.hotkeys.");
      }
      if (!seated.add(hotkey)) {
        throw seat.wrong("The hotkey " + hotkey + " has a seat already: name it once.");
      }
      seats.add(hotkey);
    }
    return Collections.unmodifiableList(seats);
  }
}
