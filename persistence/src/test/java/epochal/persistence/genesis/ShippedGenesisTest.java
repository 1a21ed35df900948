package epochal.persistence.genesis;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.SigningKey;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorCommand;
import epochal.subnets.emission.EmissionCommand;
import epochal.subnets.root.RootCommand;
import epochal.subnets.subnet.SubnetCommand;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two that come with Epochal. */
class ShippedGenesisTest {
  private static final Genesis FINNEY = Genesis.shipped("finney");
  private static final Genesis DEV = Genesis.shipped("dev");

  /** A change here makes every existing data directory another network's. */
  @ParameterizedTest
  @CsvSource({
    "finney, 02d31cf20f80ff9ade188d75eaf4d3fca244c6eab591239967a06cb0de2c97a1",
    "dev, b12b89a1b6599b02275eed19befac41ef33ba4ba00fbf18dd66553934d96140b"
  })
  void the_network_id_never_changes(String name, String id) {
    assertThat(shipped(name).network().network().hex()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"finney", "dev"})
  void the_issuance_is_all_that_the_entities_are_given(String name) {
    List<Opening> openings = shipped(name).openings();
    long free = sum(commands(openings, AccountCommand.Open.class).values(), c -> c.free());
    long staked =
        sum(
            commands(openings, ValidatorCommand.Open.class).values().stream()
                .flatMap(open -> open.stakes().stream())
                .toList(),
            ValidatorCommand.Stake::amount);

    assertThat(emission(openings).issuance()).isEqualTo(Rao.of(Math.addExact(free, staked)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"finney", "dev"})
  void accounts_and_validators_agree_on_who_stakes_where(String name) {
    List<Opening> openings = shipped(name).openings();
    var stakers = new TreeMap<EntityId, TreeSet<AccountId>>();
    for (Opening opening : openings) {
      if (opening.entity() instanceof EntityId.Validator(AccountId hotkey)
          && opening.command() instanceof ValidatorCommand.Open open) {
        for (ValidatorCommand.Stake stake : open.stakes()) {
          stakers
              .computeIfAbsent(EntityId.account(stake.coldkey()), id -> new TreeSet<>())
              .add(hotkey);
        }
      }
    }
    commands(openings, AccountCommand.Open.class)
        .forEach(
            (id, open) ->
                assertThat(open.stakingHotkeys())
                    .containsExactlyElementsOf(stakers.getOrDefault(id, new TreeSet<>())));
  }

  @Nested
  class Finney {
    private final Genesis genesis = FINNEY;
    private final List<Opening> openings = genesis.openings();
    private final TreeSet<AccountId> development = new TreeSet<>();

    Finney() {
      genesis.developmentKeys().forEach(key -> development.add(key.account()));
    }

    @Test
    void has_the_real_balances() {
      var real = new TreeMap<>(commands(openings, AccountCommand.Open.class));
      development.forEach(account -> real.remove(EntityId.account(account)));
      List<AccountCommand.Open> funded =
          real.values().stream().filter(open -> !open.free().isZero()).toList();

      assertThat(funded).hasSize(18_618);
      assertThat(sum(funded, AccountCommand.Open::free)).isEqualTo(1_819_812_196_185_399L);
      assertThat(funded.stream().map(AccountCommand.Open::free).min(Rao::compareTo))
          .contains(Rao.of(501));
    }

    @Test
    void has_the_real_stakes() {
      Collection<ValidatorCommand.Open> hotkeys =
          commands(openings, ValidatorCommand.Open.class).values();
      var owners = new TreeSet<AccountId>();
      hotkeys.forEach(hotkey -> owners.add(hotkey.owner()));

      assertThat(hotkeys).hasSize(4_096);
      assertThat(owners).hasSize(371);
      assertThat(hotkeys)
          .allSatisfy(
              hotkey ->
                  assertThat(hotkey.stakes())
                      .allMatch(stake -> stake.coldkey().equals(hotkey.owner()))
                      .hasSizeLessThanOrEqualTo(1));
      assertThat(
              sum(
                  hotkeys.stream().flatMap(hotkey -> hotkey.stakes().stream()).toList(),
                  ValidatorCommand.Stake::amount))
          .isEqualTo(2_361_517_466_099_541L);
    }

    @Test
    void gives_the_development_keys_money_of_their_own() {
      var accounts = commands(openings, AccountCommand.Open.class);

      assertThat(genesis.developmentKeys())
          .hasSize(70)
          .allMatch(key -> key.role() == DevelopmentKey.Role.COLDKEY)
          .extracting(DevelopmentKey::path)
          .startsWith("//Alice", "//Bob")
          .contains("//Ferdie", "//Population//0", "//Population//63");
      assertThat(sum(development, account -> opened(accounts, account).free()))
          .isEqualTo(Rao.tao(1_069_000).amount());
      assertThat(emission(openings).issuance())
          .isEqualTo(Rao.of(4_181_329_662_284_940L).plus(Rao.tao(1_069_000)));
      assertThat(genesis.network().sudo()).isEqualTo(SigningKey.development("//Alice").accountId());
    }

    @Test
    void has_subnet_3_with_a_seat_for_every_hotkey() {
      SubnetCommand.Open subnet =
          commands(openings, SubnetCommand.Open.class).get(EntityId.subnet(Netuid.of(3)));

      assertThat(commands(openings, SubnetCommand.Open.class)).hasSize(1);
      assertThat(subnet.owner()).isNull();
      assertThat(subnet.seats()).hasSize(4_096).doesNotHaveDuplicates();
      assertThat(subnet.seats().get(0).hotkey())
          .hasToString("5DSDJz8D751R9upYa2jK6JfKpsDfDz6nz6GZsLE3C4mNjvjE");
      assertThat(subnet.parameters())
          .containsEntry("tempo", 99L)
          .containsEntry("max_allowed_uids", 4_096L)
          .containsEntry("min_allowed_weights", 50L);
      assertThat(subnet.burn()).isEqualTo(Rao.tao(100));
      assertThat(emission(openings).subnets())
          .containsExactly(
              new EmissionCommand.FirstSubnet(Netuid.of(3), null, 99, true, Rao.tao(1)));
    }

    @Test
    void seats_the_64_hotkeys_with_the_most_stake_in_root() {
      RootCommand.Open root = commands(openings, RootCommand.Open.class).get(EntityId.ROOT);
      var hotkeys = commands(openings, ValidatorCommand.Open.class);
      var seated = new TreeSet<AccountId>();
      root.seats().forEach(seat -> seated.add(seat.hotkey()));
      Rao least = seated.stream().map(key -> stake(hotkeys, key)).min(Rao::compareTo).orElseThrow();

      assertThat(seated).hasSize(64);
      hotkeys.forEach(
          (id, hotkey) -> {
            boolean inRoot = id instanceof EntityId.Validator(AccountId k) && seated.contains(k);
            assertThat(hotkey.delegate()).isEqualTo(inRoot);
            assertThat(hotkey.take()).isEqualTo(inRoot ? 11_796 : 0);
            assertThat(hotkey.seats().contains(Netuid.ROOT)).isEqualTo(inRoot);
            assertThat(hotkey.seats()).contains(Netuid.of(3));
            if (!inRoot && id instanceof EntityId.Validator(AccountId k)) {
              assertThat(stake(hotkeys, k)).isLessThanOrEqualTo(least);
            }
          });
    }

    @Test
    void keeps_the_classic_defaults_but_for_what_its_notes_say() {
      var network = genesis.network();

      assertThat(network.blockMillis()).isEqualTo(12_000);
      assertThat(network.commandLifetime()).isEqualTo(7_200);
      assertThat(network.laneLifetime()).isEqualTo(300);
      assertThat(network.minLock()).isEqualTo(Rao.tao(1_000));
      assertThat(network.networkRateLimit()).isEqualTo(10);
      assertThat(network.stakesPerInterval()).isEqualTo(50);
      assertThat(network.nominatorMinimum()).isEqualTo(Rao.parseTao("0.1"));
      assertThat(network.weightsMinimumStake()).isEqualTo(Rao.ZERO);
      assertThat(network.rootSeats()).isEqualTo(64);
      assertThat(String.join(" ", genesis.notes()))
          .contains("network_rate_limit", "stakes_per_interval", "nominator_minimum");
    }
  }

  @Nested
  class Dev {
    private final Genesis genesis = DEV;
    private final List<Opening> openings = genesis.openings();

    @Test
    void every_key_in_it_is_a_development_key() {
      for (Opening opening : openings) {
        switch (opening.entity()) {
          case EntityId.Account(AccountId coldkey) ->
              assertThat(signs(coldkey, DevelopmentKey.Role.COLDKEY)).isTrue();
          case EntityId.Validator(AccountId hotkey) ->
              assertThat(signs(hotkey, DevelopmentKey.Role.HOTKEY)).isTrue();
          case EntityId.Subnet ignored -> {}
          case EntityId.Emission ignored -> {}
        }
      }
      assertThat(genesis.developmentKeys()).hasSize(22);
    }

    private boolean signs(AccountId account, DevelopmentKey.Role role) {
      return genesis.developmentKeys().stream()
          .anyMatch(
              key ->
                  key.role() == role
                      && key.account().equals(account)
                      && key.signingKey().accountId().equals(account));
    }

    @Test
    void is_small_and_fast() {
      var network = genesis.network();

      assertThat(commands(openings, AccountCommand.Open.class)).hasSize(10);
      assertThat(commands(openings, ValidatorCommand.Open.class)).hasSize(12);
      assertThat(commands(openings, SubnetCommand.Open.class)).hasSize(2);
      assertThat(network.rootSeats()).isEqualTo(4);
      assertThat(network.rootTempo()).isEqualTo(9);
      assertThat(network.laneLifetime()).isEqualTo(5);
      assertThat(network.commandLifetime()).isEqualTo(100);
      assertThat(network.blockMillis()).isEqualTo(250);
      assertThat(network.sudo()).isEqualTo(SigningKey.development("//Alice").accountId());
      assertThat(genesis.developmentKey(SigningKey.development("//Bob//hot").accountId()))
          .map(DevelopmentKey::path)
          .contains("//Bob//hot");
      assertThat(genesis.developmentKey(SigningKey.development("//Nobody").accountId())).isEmpty();
    }
  }

  private static Genesis shipped(String name) {
    return name.equals("dev") ? DEV : FINNEY;
  }

  private static <C> TreeMap<EntityId, C> commands(List<Opening> openings, Class<C> type) {
    var commands = new TreeMap<EntityId, C>();
    for (Opening opening : openings) {
      if (type.isInstance(opening.command())) {
        commands.put(opening.entity(), type.cast(opening.command()));
      }
    }
    return commands;
  }

  private static AccountCommand.Open opened(
      TreeMap<EntityId, AccountCommand.Open> accounts, AccountId account) {
    AccountCommand.Open open = accounts.get(EntityId.account(account));
    assertThat(open).isNotNull();
    return open;
  }

  private static Rao stake(TreeMap<EntityId, ValidatorCommand.Open> hotkeys, AccountId key) {
    ValidatorCommand.Open open = hotkeys.get(EntityId.validator(key));
    return Rao.of(sum(open.stakes(), ValidatorCommand.Stake::amount));
  }

  private static EmissionCommand.Open emission(List<Opening> openings) {
    return (EmissionCommand.Open) openings.getLast().command();
  }

  private static <T> long sum(Collection<T> all, Function<T, Rao> amount) {
    BigInteger sum = BigInteger.ZERO;
    for (T each : all) {
      sum = sum.add(BigInteger.valueOf(amount.apply(each).amount()));
    }
    return sum.longValueExact();
  }
}
