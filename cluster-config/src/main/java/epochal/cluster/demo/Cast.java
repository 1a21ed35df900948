package epochal.cluster.demo;

import epochal.ledger.key.AccountId;
import epochal.ledger.key.SigningKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is who: every person of the population, from development keys.
 *
 * @param sudo the network's sudo key
 * @param honest validators that score miners as they measure them; two thirds of the stake
 * @param cabal validators that score their own miners up; one third of the stake
 * @param miners of all qualities
 * @param cabalMiners poor miners that belong to the cabal
 * @param holders who move money and stake
 */
record Cast(
    SigningKey sudo,
    List<Person> honest,
    List<Person> cabal,
    List<Person> miners,
    List<Person> cabalMiners,
    List<Person> holders) {

  /** A coldkey and its hotkey. */
  record Person(String name, SigningKey coldkey, SigningKey hotkey) {
    static Person of(String path) {
      return new Person(
          path.substring(2).replace("//", " "),
          SigningKey.development(path),
          SigningKey.development(path + "//hot"));
    }

    AccountId cold() {
      return coldkey.accountId();
    }

    AccountId hot() {
      return hotkey.accountId();
    }
  }

  static Cast of(SigningKey sudo) {
    return new Cast(
        sudo,
        people("Honest", 8),
        people("Cabal", 4),
        people("Miner", 20),
        people("Crony", 6),
        people("Holder", 12));
  }

  private static List<Person> people(String role, int count) {
    var people = new ArrayList<Person>();
    for (int i = 0; i < count; i++) {
      people.add(Person.of("//" + role + "//" + i));
    }
    return Collections.unmodifiableList(people);
  }

  /** A newcomer of this block, who takes the seat of somebody weak. */
  static Person newcomer(long block) {
    return Person.of("//Newcomer//" + block);
  }

  List<Person> validators() {
    var all = new ArrayList<>(honest);
    all.addAll(cabal);
    return all;
  }

  List<Person> everyone() {
    var all = validators();
    all.addAll(miners);
    all.addAll(cabalMiners);
    all.addAll(holders);
    return all;
  }

  /** The names of all hotkeys. */
  Map<AccountId, String> names() {
    var names = new TreeMap<AccountId, String>();
    for (Person person : everyone()) {
      names.put(person.hot(), person.name());
    }
    return names;
  }

  static boolean isIn(List<Person> people, AccountId hotkey) {
    for (Person person : people) {
      if (person.hot().equals(hotkey)) {
        return true;
      }
    }
    return false;
  }
}
