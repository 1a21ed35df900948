package epochal.persistence.genesis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Hash256;
import epochal.ledger.money.Rao;
import epochal.persistence.genesis.GenesisDocument.FirstHotkey;
import epochal.persistence.genesis.GenesisDocument.FirstSubnet;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a document from top to bottom and refuses it at the first thing that cannot be. */
final class DocumentReader {
  static final String FORMAT = "epochal-genesis/1";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Rao MOST_SUPPLY = Rao.tao(21_000_000);
  private static final Rao MOST_EMISSION = Rao.tao(1);
  private static final int MOST_NETUID = 65_535;

  private final Field document;
  private final Hash256 network;
  private final KeyReader keys = new KeyReader();
  private Rao supply = Rao.ZERO;

  private DocumentReader(Field document, Hash256 network) {
    this.document = document;
    this.network = network;
  }

  static GenesisDocument read(Field document, Hash256 network) {
    return new DocumentReader(document, network).read();
  }

  private GenesisDocument read() {
    var section = new Section(document);
    checkFormat(section.required("format"));
    Field name = section.required("name");
    Field notes = section.optional("notes");
    Field given = section.optional("parameters");
    Field balances = section.required("balances");
    Field hotkeys = section.required("hotkeys");
    Field subnets = section.required("subnets");
    Field root = section.required("root");
    section.end();
    NetworkParameters parameters =
        ParametersReader.read(
            given == null
                ? document.at("parameters", JsonNodeFactory.instance.objectNode())
                : given,
            network,
            keys);
    SortedMap<AccountId, Rao> free = balances(balances, parameters);
    SortedMap<AccountId, FirstHotkey> known = hotkeys(hotkeys, parameters);
    var seats = new SubnetReader(keys, known);
    return new GenesisDocument(
        name(name),
        notes(notes),
        parameters,
        free,
        known,
        subnets(subnets, parameters, seats),
        root(root, parameters, seats, known),
        supply,
        keys.developmentKeys());
  }

  private static void checkFormat(Field format) {
    if (!format.text().equals(FORMAT)) {
      throw format.wrong(
          "'%s' is a format that this version does not read: write %s, or use the version that the"
                  .formatted(format.text(), FORMAT)
              + " file was made for.");
    }
  }

  private static String name(Field name) {
    if (!NAME.matcher(name.text()).matches()) {
      throw name.wrong("A name is 1 to 64 lower-case letters, digits and '-': write such a one.");
    }
    return name.text();
  }

  private static List<String> notes(@Nullable Field notes) {
    return notes == null ? List.of() : notes.elements().stream().map(Field::text).toList();
  }

  private SortedMap<AccountId, Rao> balances(Field field, NetworkParameters parameters) {
    var balances = new TreeMap<AccountId, Rao>();
    for (Field.Member member : field.members()) {
      AccountId coldkey = keys.coldkey(member);
      Rao free = member.value().amount();
      if (free.isZero() || free.isLessThan(parameters.existentialDeposit())) {
        throw member
            .value()
            .wrong(
                "%d rao is below the existential deposit (%d): raise it, or leave the account out."
                    .formatted(free.amount(), parameters.existentialDeposit().amount()));
      }
      if (balances.put(coldkey, free) != null) {
        throw twice(member, coldkey);
      }
      count(member.value(), free);
    }
    return Collections.unmodifiableSortedMap(balances);
  }

  private SortedMap<AccountId, FirstHotkey> hotkeys(Field field, NetworkParameters parameters) {
    var hotkeys = new TreeMap<AccountId, FirstHotkey>();
    for (Field.Member member : field.members()) {
      AccountId key = keys.hotkey(member);
      if (hotkeys.put(key, hotkey(member.value(), parameters)) != null) {
        throw member
            .value()
            .wrong(
                "The hotkey "
                    + key
                    + " is listed before, and a hotkey has one owner: list it once.");
      }
    }
    return Collections.unmodifiableSortedMap(hotkeys);
  }

  private FirstHotkey hotkey(Field field, NetworkParameters parameters) {
    var section = new Section(field);
    AccountId owner = keys.coldkey(section.required("owner"));
    Field take = section.optional("delegate_take");
    Field staked = section.optional("stakes");
    section.end();
    Integer ratio =
        take == null
            ? null
            : Integer.valueOf(
                Math.toIntExact(take.integer(parameters.minTake(), parameters.maxTake())));
    var stakes = new TreeMap<AccountId, Rao>();
    if (staked != null) {
      for (Field.Member member : staked.members()) {
        AccountId coldkey = keys.coldkey(member);
        Rao stake = stake(member, coldkey, owner, ratio != null, parameters);
        if (stakes.put(coldkey, stake) != null) {
          throw twice(member, coldkey);
        }
      }
    }
    return new FirstHotkey(owner, ratio, Collections.unmodifiableSortedMap(stakes));
  }

  private Rao stake(
      Field.Member member,
      AccountId coldkey,
      AccountId owner,
      boolean delegate,
      NetworkParameters parameters) {
    Rao stake = member.value().amount();
    if (stake.isZero()) {
      throw member.value().wrong("There is no stake of 0 rao: raise it, or leave it out.");
    }
    if (!coldkey.equals(owner)) {
      if (!delegate) {
        throw member
            .value()
            .wrong(
                "Only its owner stakes on a hotkey that is no delegate: give the hotkey a"
                    + " delegate_take, or remove the stake.");
      }
      if (stake.isLessThan(parameters.nominatorMinimum())) {
        throw member
            .value()
            .wrong(
                "%d rao is below nominator_minimum (%d): raise it, or leave it out."
                    .formatted(stake.amount(), parameters.nominatorMinimum().amount()));
      }
    }
    count(member.value(), stake);
    return stake;
  }

  private SortedMap<Netuid, FirstSubnet> subnets(
      Field field, NetworkParameters parameters, SubnetReader reader) {
    var subnets = new TreeMap<Netuid, FirstSubnet>();
    Rao emissions = Rao.ZERO;
    for (Field element : field.elements()) {
      if (subnets.size() == parameters.subnetLimit()) {
        throw element.wrong(
            "There are more subnets than subnet_limit allows (%d): raise it, or remove subnets."
                .formatted(parameters.subnetLimit()));
      }
      var section = new Section(element);
      Field number = section.required("netuid");
      Netuid netuid = Netuid.of(Math.toIntExact(number.integer(1, MOST_NETUID)));
      FirstSubnet subnet = reader.read(element, section);
      if (subnets.put(netuid, subnet) != null) {
        throw number.wrong("There is a subnet " + netuid + " already: give it another number.");
      }
      if (subnet.emission().isMoreThan(MOST_EMISSION.minusOrZero(emissions))) {
        throw element
            .at("emission", element.node().path("emission"))
            .wrong("The subnets' emissions sum to more than 1 TAO a block: lower them.");
      }
      emissions = emissions.plus(subnet.emission());
    }
    return Collections.unmodifiableSortedMap(subnets);
  }

  private static List<AccountId> root(
      Field field,
      NetworkParameters parameters,
      SubnetReader reader,
      SortedMap<AccountId, FirstHotkey> hotkeys) {
    List<AccountId> seats = reader.seats(field, parameters.rootSeats(), "root_seats");
    List<Field> elements = field.elements();
    for (int uid = 0; uid < seats.size(); uid++) {
      FirstHotkey hotkey = hotkeys.get(seats.get(uid));
      if (hotkey == null || hotkey.take() == null) {
        throw elements
            .get(uid)
            .wrong(
                "A root validator is a delegate: give the hotkey a delegate_take (a root"
                    + " registration gives %d).".formatted(parameters.maxTake()));
      }
    }
    return seats;
  }

  private static GenesisException twice(Field.Member member, AccountId key) {
    return member.value().wrong("The key " + key + " is listed before: list it once.");
  }

  private void count(Field field, Rao amount) {
    if (amount.isMoreThan(MOST_SUPPLY.minus(supply))) {
      throw field.wrong(
          "With this, balances and stakes sum to more than 21000000 TAO, which is all there can be:"
              + " lower them.");
    }
    supply = supply.plus(amount);
  }
}
