package epochal.persistence.genesis;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorCommand;
import epochal.persistence.genesis.GenesisDocument.FirstHotkey;
import epochal.persistence.genesis.GenesisDocument.FirstSubnet;
import epochal.subnets.emission.EmissionCommand;
import epochal.subnets.root.RootCommand;
import epochal.subnets.subnet.SubnetCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns a document into the commands that open the entities. */
final class FirstCommands {
  private final GenesisDocument document;
  private final List<Opening> openings = new ArrayList<>();

  private FirstCommands(GenesisDocument document) {
    this.document = document;
  }

  /** Accounts, validators, subnets, root and last the emission, each kind in the order of keys. */
  static List<Opening> of(GenesisDocument document) {
    var commands = new FirstCommands(document);
    commands.accounts();
    commands.validators();
    commands.subnets();
    commands.root();
    commands.emission();
    return List.copyOf(commands.openings);
  }

  /** Every coldkey that has money; an owner without any becomes an account when it is paid. */
  private void accounts() {
    var staking = new TreeMap<AccountId, TreeSet<AccountId>>();
    document.balances().keySet().forEach(coldkey -> staking.put(coldkey, new TreeSet<>()));
    document
        .hotkeys()
        .forEach(
            (key, hotkey) ->
                hotkey
                    .stakes()
                    .keySet()
                    .forEach(
                        coldkey ->
                            staking.computeIfAbsent(coldkey, ignored -> new TreeSet<>()).add(key)));
    staking.forEach(
        (coldkey, hotkeys) ->
            open(
                EntityId.account(coldkey),
                new AccountCommand.Open(
                    document.balances().getOrDefault(coldkey, Rao.ZERO), List.copyOf(hotkeys))));
  }

  private void validators() {
    var seats = new TreeMap<AccountId, List<Netuid>>();
    document.hotkeys().keySet().forEach(hotkey -> seats.put(hotkey, new ArrayList<>()));
    document.root().forEach(hotkey -> seated(seats, hotkey, Netuid.ROOT));
    document
        .subnets()
        .forEach(
            (netuid, subnet) -> subnet.seats().forEach(hotkey -> seated(seats, hotkey, netuid)));
    seats.forEach(
        (key, netuids) -> {
          FirstHotkey hotkey = hotkey(key);
          Integer take = hotkey.take();
          var stakes = new ArrayList<ValidatorCommand.Stake>();
          hotkey
              .stakes()
              .forEach(
                  (coldkey, amount) -> stakes.add(new ValidatorCommand.Stake(coldkey, amount)));
          open(
              EntityId.validator(key),
              new ValidatorCommand.Open(
                  hotkey.owner(),
                  take != null,
                  take == null ? 0 : take,
                  List.copyOf(stakes),
                  List.copyOf(netuids)));
        });
  }

  private static void seated(
      TreeMap<AccountId, List<Netuid>> seats, AccountId hotkey, Netuid netuid) {
    seats.computeIfAbsent(hotkey, ignored -> new ArrayList<>()).add(netuid);
  }

  private void subnets() {
    document
        .subnets()
        .forEach(
            (netuid, subnet) ->
                open(
                    EntityId.subnet(netuid),
                    new SubnetCommand.Open(
                        subnet.owner(),
                        subnet.parameters(),
                        subnet.burn(),
                        subnet.seats().stream()
                            .map(key -> new SubnetCommand.Seat(key, hotkey(key).owner()))
                            .toList())));
  }

  private void root() {
    var subnets = new ArrayList<RootCommand.FirstSubnet>();
    document
        .subnets()
        .forEach(
            (netuid, subnet) -> subnets.add(new RootCommand.FirstSubnet(netuid, subnet.owner())));
    open(
        EntityId.ROOT,
        new RootCommand.Open(
            List.copyOf(subnets),
            document.root().stream()
                .map(key -> new RootCommand.FirstSeat(key, hotkey(key).owner()))
                .toList()));
  }

  private void emission() {
    var subnets = new ArrayList<EmissionCommand.FirstSubnet>();
    document.subnets().forEach((netuid, subnet) -> subnets.add(emission(netuid, subnet)));
    open(
        EntityId.NETWORK_EMISSION,
        new EmissionCommand.Open(document.supply(), List.copyOf(subnets)));
  }

  private static EmissionCommand.FirstSubnet emission(Netuid netuid, FirstSubnet subnet) {
    return new EmissionCommand.FirstSubnet(
        netuid, subnet.owner(), subnet.tempo(), subnet.registrationAllowed(), subnet.emission());
  }

  private FirstHotkey hotkey(AccountId key) {
    FirstHotkey hotkey = document.hotkeys().get(key);
    if (hotkey == null) {
      throw new IllegalStateException(key + " has a seat and is no hotkey of the document");
    }
    return hotkey;
  }

  private void open(EntityId entity, Object command) {
    openings.add(new Opening(entity, command));
  }
}
