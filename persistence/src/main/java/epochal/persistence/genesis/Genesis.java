package epochal.persistence.genesis;

import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The beginning of a network, read and validated. Everything that fails is a {@link
 * GenesisException}.
 */
public final class Genesis {
  /** The names of those that come with Epochal. */
  public static final List<String> SHIPPED = List.of("finney", "dev");

  private final byte[] bytes;
  private final GenesisDocument document;

  private Genesis(byte[] bytes) {
    this.bytes = bytes;
    this.document = DocumentReader.read(GenesisText.parse(bytes), Blake2b.hash256(bytes));
  }

  /** A genesis in memory, plain or compressed. */
  public static Genesis of(byte[] content) {
    return read("in memory", () -> new ByteArrayInputStream(content));
  }

  /** A genesis file, plain or compressed. */
  public static Genesis load(Path file) {
    return read(file, () -> Files.newInputStream(file));
  }

  /** One that comes with Epochal. */
  public static Genesis shipped(String name) {
    return switch (name) {
      case "finney" -> resource("finney.json.gz");
      case "dev" -> resource("dev.json");
      default -> throw GenesisException.unknown(name);
    };
  }

  /** A shipped genesis by its name, or else the file of that name. */
  public static Genesis named(String nameOrFile) {
    if (SHIPPED.contains(nameOrFile)) {
      return shipped(nameOrFile);
    }
    try {
      Path file = Path.of(nameOrFile);
      if (!nameOrFile.isEmpty() && Files.exists(file)) {
        return load(file);
      }
    } catch (InvalidPathException e) {
      throw GenesisException.unknown(nameOrFile);
    }
    throw GenesisException.unknown(nameOrFile);
  }

  /** The copy in a data directory, which must be that of the network that the directory is of. */
  public static Genesis ofDirectory(Path directory, Hash256 expectedNetwork) {
    return new Genesis(GenesisCopy.read(directory, expectedNetwork));
  }

  /**
   * The constants of the network that a directory is of, from the copy in it and without all that
   * stands there beside them, which a network that has begun does not need: it was validated before
   * the network had a first record, and the hash shows that it is what it was.
   */
  public static NetworkParameters constants(Path directory, Hash256 expectedNetwork) {
    Field parameters = GenesisText.parameters(GenesisCopy.read(directory, expectedNetwork));
    return ParametersReader.read(parameters, expectedNetwork, new KeyReader());
  }

  /**
   * Puts a copy into a data directory, durably, as {@code genesis.json}; without effect if it is
   * there. Another network's copy is refused.
   */
  public void writeTo(Path directory) {
    GenesisCopy.write(directory, bytes);
  }

  /** The file uncompressed, byte for byte; the network's id is its hash. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public String name() {
    return document.name();
  }

  /** What its author wrote for people. */
  public List<String> notes() {
    return document.notes();
  }

  /** The network's constants, its id among them. */
  public NetworkParameters network() {
    return document.parameters();
  }

  /**
   * What to tell every entity that begins with the network, in this order: accounts, validators,
   * subnets, root, the network's emission.
   */
  public List<Opening> openings() {
    return FirstCommands.of(document);
  }

  /** The development keys that the file names by their paths, in that order; worth nothing. */
  public List<DevelopmentKey> developmentKeys() {
    return document.developmentKeys();
  }

  /** The development key of this account, if the file names it. */
  public Optional<DevelopmentKey> developmentKey(AccountId account) {
    return developmentKeys().stream().filter(key -> key.account().equals(account)).findFirst();
  }

  /** Where bytes come from. */
  private interface Source {
    InputStream open() throws IOException;
  }

  private static Genesis resource(String file) {
    return read(
        file,
        () -> {
          InputStream in = Genesis.class.getResourceAsStream("/epochal/genesis/" + file);
          if (in == null) {
            throw new IOException("it is missing in this build");
          }
          return in;
        });
  }

  private static Genesis read(Object name, Source source) {
    byte[] bytes;
    try (InputStream in = source.open()) {
      bytes = GenesisText.uncompressed(in);
    } catch (IOException e) {
      throw GenesisException.unreadable(name, e);
    }
    return new Genesis(bytes);
  }
}
