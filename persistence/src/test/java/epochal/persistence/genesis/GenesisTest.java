package epochal.persistence.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.id.EntityId;
import epochal.ledger.id.Netuid;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.SigningKey;
import epochal.ledger.key.Ss58;
import epochal.ledger.money.Rao;
import epochal.ledger.validator.ValidatorCommand;
import epochal.ledger.validator.ValidatorCommand.Stake;
import epochal.subnets.emission.EmissionCommand;
import epochal.subnets.root.RootCommand;
import epochal.subnets.subnet.SubnetCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a genesis, what it opens, and its copy in a data directory. */
class GenesisTest {
  private static final AccountId ALICE = key("//Alice");
  private static final AccountId ALICE_HOT = key("//Alice//hot");
  private static final AccountId BOB = key("//Bob");
  private static final AccountId BOB_HOT = key("//Bob//hot");
  private static final AccountId OTHER =
      Ss58.parse("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");

  @TempDir private Path directory;

  private final Genesis tiny = Genesis.of(TinyGenesis.bytes());

  private static AccountId key(String path) {
    return SigningKey.development(path).accountId();
  }

  private static byte[] zipped(byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  @Test
  void opens_accounts_validators_subnets_root_and_last_the_emission() {
    var parameters =
        new TreeMap<>(
            Map.of(
                "tempo", 6L,
                "max_allowed_uids", 2L,
                "max_allowed_validators", 2L,
                "yuma3_enabled", 1L));
    Netuid one = Netuid.of(1);
    Netuid nine = Netuid.of(9);

    List<Opening> openings = tiny.openings();

    assertThat(openings)
        .containsExactlyInAnyOrder(
            new Opening(
                EntityId.account(ALICE),
                new AccountCommand.Open(Rao.of(1_000), List.of(ALICE_HOT))),
            new Opening(
                EntityId.account(BOB), new AccountCommand.Open(Rao.ZERO, List.of(ALICE_HOT))),
            new Opening(EntityId.account(OTHER), new AccountCommand.Open(Rao.of(500), List.of())),
            new Opening(
                EntityId.validator(ALICE_HOT),
                new ValidatorCommand.Open(ALICE, true, 9_000, stakes(), List.of(Netuid.ROOT, one))),
            new Opening(
                EntityId.validator(BOB_HOT),
                new ValidatorCommand.Open(BOB, false, 0, List.of(), List.of(one))),
            new Opening(
                EntityId.subnet(one),
                new SubnetCommand.Open(
                    BOB,
                    parameters,
                    Rao.tao(2),
                    List.of(
                        new SubnetCommand.Seat(BOB_HOT, BOB),
                        new SubnetCommand.Seat(ALICE_HOT, ALICE)))),
            new Opening(
                EntityId.subnet(nine),
                new SubnetCommand.Open(null, new TreeMap<>(), Rao.tao(1), List.of())),
            new Opening(
                EntityId.ROOT,
                new RootCommand.Open(
                    List.of(
                        new RootCommand.FirstSubnet(one, BOB),
                        new RootCommand.FirstSubnet(nine, null)),
                    List.of(new RootCommand.FirstSeat(ALICE_HOT, ALICE)))),
            new Opening(
                EntityId.NETWORK_EMISSION,
                new EmissionCommand.Open(
                    Rao.of(1_512),
                    List.of(
                        new EmissionCommand.FirstSubnet(one, BOB, 6, true, Rao.of(999_999_999)),
                        new EmissionCommand.FirstSubnet(nine, null, 360, true, Rao.ZERO)))));
    assertThat(openings.stream().map(opening -> opening.entity().kind()).toList())
        .containsExactly(
            "account",
            "account",
            "account",
            "validator",
            "validator",
            "subnet",
            "subnet",
            "subnet",
            "emission");
    assertThat(openings.get(7).entity()).isEqualTo(EntityId.ROOT);
    assertThat(openings.subList(0, 7)).isSortedAccordingTo(Comparator.comparing(Opening::entity));
  }

  private static List<Stake> stakes() {
    var stakes = Arrays.asList(new Stake(ALICE, Rao.of(5)), new Stake(BOB, Rao.of(7)));
    stakes.sort(Comparator.comparing(Stake::coldkey));
    return List.copyOf(stakes);
  }

  @Test
  void what_is_left_out_has_the_classic_value() {
    Genesis bare =
        Genesis.of(
            TinyGenesis.bytes(
                """
                {"format": "epochal-genesis/1", "name": "bare", "balances": {}, "hotkeys": {},
                 "subnets": [], "root": []}
                """));
    var network = bare.network();

    assertThat(network.sudo()).isNull();
    assertThat(network)
        .isEqualTo(
            new NetworkParameters(
                Blake2b.hash256(bare.bytes()),
                null,
                12_000,
                7_200,
                300,
                Rao.of(500),
                1_000,
                216_000,
                5_898,
                11_796,
                Rao.ZERO,
                Rao.ZERO,
                360,
                1,
                12,
                50_400,
                7_200,
                Rao.tao(1_000),
                100_800,
                11_796,
                64,
                100,
                10,
                32_767,
                100,
                100,
                1,
                false));
    assertThat(bare.openings())
        .containsExactly(
            new Opening(EntityId.ROOT, new RootCommand.Open(List.of(), List.of())),
            new Opening(EntityId.NETWORK_EMISSION, new EmissionCommand.Open(Rao.ZERO, List.of())));
    assertThat(bare.notes()).isEmpty();
    assertThat(bare.developmentKeys()).isEmpty();
  }

  @Test
  void a_value_of_64_bits_is_read_unsigned() {
    String text =
        TinyGenesis.TEXT.replace("\"tempo\": 6", "\"max_difficulty\": 18446744073709551615");

    var opened =
        (SubnetCommand.Open) Genesis.of(TinyGenesis.bytes(text)).openings().get(5).command();

    assertThat(opened.parameters()).containsEntry("max_difficulty", -1L);
  }

  @Test
  void the_network_id_is_the_hash_of_the_uncompressed_bytes() throws IOException {
    Genesis compressed = Genesis.of(zipped(TinyGenesis.bytes()));

    assertThat(tiny.network().network()).isEqualTo(Blake2b.hash256(TinyGenesis.bytes()));
    assertThat(compressed.network()).isEqualTo(tiny.network());
    assertThat(compressed.bytes()).isEqualTo(TinyGenesis.bytes());
    assertThat(compressed.openings()).isEqualTo(tiny.openings());
    assertThat(Genesis.of(TinyGenesis.bytes(TinyGenesis.TEXT + "\n")).network().network())
        .isNotEqualTo(tiny.network().network());
  }

  @Test
  void a_file_may_be_compressed_whatever_its_name_is() throws IOException {
    Path plain = Files.write(directory.resolve("a.gz"), TinyGenesis.bytes());
    Path gzip = Files.write(directory.resolve("b.json"), zipped(TinyGenesis.bytes()));

    assertThat(Genesis.load(plain).network()).isEqualTo(tiny.network());
    assertThat(Genesis.named(gzip.toString()).network()).isEqualTo(tiny.network());
  }

  @Test
  void a_damaged_compression_is_refused() throws IOException {
    byte[] whole = zipped(TinyGenesis.bytes());
    Path cut = Files.write(directory.resolve("cut.gz"), Arrays.copyOf(whole, whole.length - 9));
    whole[whole.length / 2] ^= 1;
    Path flipped = Files.write(directory.resolve("flipped.gz"), whole);

    for (Path file : List.of(cut, flipped)) {
      assertThatExceptionOfType(GenesisException.class)
          .isThrownBy(() -> Genesis.load(file))
          .withMessageContaining(file.toString())
          .satisfies(e -> assertThat(e.code()).isEqualTo("GenesisUnreadable"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fniney", "", "no/such/file.json", "\0", "Finney"})
  void an_unknown_name_is_answered_with_those_that_are_shipped(String name) {
    assertThatExceptionOfType(GenesisException.class)
        .isThrownBy(() -> Genesis.named(name))
        .withMessageContaining("(finney, dev)")
        .satisfies(e -> assertThat(e.code()).isEqualTo("UnknownGenesis"));
    assertThatExceptionOfType(GenesisException.class)
        .isThrownBy(() -> Genesis.shipped(name))
        .withMessageContaining("(finney, dev)");
  }

  @Test
  void a_shipped_name_comes_before_a_file() {
    assertThat(Genesis.named("dev").name()).isEqualTo("dev");
  }

  @Test
  void a_directory_is_no_genesis() {
    assertThatExceptionOfType(GenesisException.class)
        .isThrownBy(() -> Genesis.named(directory.toString()))
        .satisfies(e -> assertThat(e.code()).isEqualTo("GenesisUnreadable"));
  }

  @Test
  void the_keys_that_it_names_by_path_are_known_with_their_roles() {
    assertThat(tiny.developmentKeys())
        .containsExactly(
            new DevelopmentKey("//Alice", ALICE, DevelopmentKey.Role.COLDKEY),
            new DevelopmentKey("//Alice//hot", ALICE_HOT, DevelopmentKey.Role.HOTKEY),
            new DevelopmentKey("//Bob", BOB, DevelopmentKey.Role.COLDKEY),
            new DevelopmentKey("//Bob//hot", BOB_HOT, DevelopmentKey.Role.HOTKEY));
    assertThat(tiny.notes()).containsExactly("for tests");
  }

  @Test
  void a_copy_is_written_and_read_back() {
    Path data = directory.resolve("new/data");

    tiny.writeTo(data);
    tiny.writeTo(data);
    Genesis copy = Genesis.ofDirectory(data, tiny.network().network());

    assertThat(copy.network()).isEqualTo(tiny.network());
    assertThat(copy.openings()).isEqualTo(tiny.openings());
    assertThat(data).isDirectoryContaining("glob:**/genesis.json");
    assertThat(data.toFile().list()).containsExactly("genesis.json");
    assertThat(data.resolve("genesis.json")).hasBinaryContent(TinyGenesis.bytes());
  }

  @Test
  void the_constants_of_a_copy_are_those_of_the_whole() {
    for (Genesis genesis : List.of(tiny, Genesis.shipped("dev"), Genesis.shipped("finney"))) {
      Path data = directory.resolve(genesis.name());
      genesis.writeTo(data);

      assertThat(Genesis.constants(data, genesis.network().network())).isEqualTo(genesis.network());
    }
  }

  @Test
  void constants_that_a_copy_leaves_out_are_the_classic_ones() {
    Genesis sparse =
        Genesis.of(
            ("{\"format\":\"epochal-genesis/1\",\"name\":\"sparse\",\"balances\":{},\"hotkeys\":{},"
                    + "\"subnets\":[],\"root\":[]}")
                .getBytes(StandardCharsets.UTF_8));
    sparse.writeTo(directory);

    assertThat(Genesis.constants(directory, sparse.network().network()))
        .isEqualTo(sparse.network());
  }

  @Test
  void a_copy_that_was_interrupted_is_begun_again() throws IOException {
    Files.writeString(directory.resolve("genesis.json.part"), "{\"format\": ".repeat(1_000));

    tiny.writeTo(directory);

    assertThat(Genesis.ofDirectory(directory, tiny.network().network()).name()).isEqualTo("tiny");
    assertThat(directory.toFile().list()).containsExactly("genesis.json");
  }

  @Test
  void another_networks_directory_is_refused_and_left_alone() throws IOException {
    Genesis other = Genesis.of(TinyGenesis.bytes(TinyGenesis.TEXT.replace("tiny", "other")));
    other.writeTo(directory);

    assertThatExceptionOfType(GenesisException.class)
        .isThrownBy(() -> tiny.writeTo(directory))
        .withMessageContaining(tiny.network().network().hex())
        .withMessageContaining(other.network().network().hex())
        .satisfies(e -> assertThat(e.code()).isEqualTo("DataDirectoryNetwork"));
    assertThat(directory.resolve("genesis.json")).hasBinaryContent(other.bytes());
  }

  @Test
  void a_copy_with_one_changed_byte_is_refused() throws IOException {
    tiny.writeTo(directory);
    Path file = directory.resolve("genesis.json");
    byte[] changed = Files.readAllBytes(file);
    changed[changed.length - 1] = ' ';
    Files.write(file, changed);

    assertThatExceptionOfType(GenesisException.class)
        .isThrownBy(() -> Genesis.ofDirectory(directory, tiny.network().network()))
        .withMessageContaining(file.toString())
        .satisfies(e -> assertThat(e.code()).isEqualTo("GenesisMismatch"));
    assertThatExceptionOfType(GenesisException.class)
        .isThrownBy(() -> Genesis.constants(directory, tiny.network().network()))
        .satisfies(e -> assertThat(e.code()).isEqualTo("GenesisMismatch"));
  }

  @Test
  void a_missing_copy_is_named() {
    assertThatExceptionOfType(GenesisException.class)
        .isThrownBy(() -> Genesis.ofDirectory(directory, Hash256.ZERO))
        .withMessageContaining(directory.toString())
        .satisfies(e -> assertThat(e.code()).isEqualTo("GenesisMissing"));
  }

  @Test
  void a_place_that_cannot_be_written_is_named() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatExceptionOfType(GenesisException.class)
        .isThrownBy(() -> tiny.writeTo(file.resolve("data")))
        .withMessageContaining(file.toString())
        .satisfies(e -> assertThat(e.code()).isIn("GenesisUnwritable", "GenesisUnreadable"));
  }
}
