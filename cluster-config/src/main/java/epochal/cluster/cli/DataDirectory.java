package epochal.cluster.cli;

import epochal.persistence.genesis.Genesis;
import epochal.persistence.log.LogScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a data directory ready for a node. */
final class DataDirectory {
  private static final String FORMAT = "FORMAT";
  private static final String GENESIS = "genesis.json";

  /** What a node writes into its data directory. */
  private static final Set<String> OWN =
      Set.of(FORMAT, GENESIS, "CLOSED", "DELETED", "LOCK", "index", "segments", "snapshots");

  private DataDirectory() {}

  static boolean holdsNetwork(Path data) {
    return Files.exists(data.resolve(FORMAT));
  }

  /** Whether there are records, also when FORMAT, which every log has, is missing. */
  static boolean holdsLog(Path data) {
    return Files.exists(data.resolve("segments"));
  }

  /** Refuses a directory without the genesis, from which alone its log can be proved. */
  static void requireGenesis(Path data) {
    if (!Files.exists(data.resolve(GENESIS))) {
      throw new CliException(
          "GenesisMissing",
          "The data directory "
              + data
              + " has no file "
              + GENESIS
              + ". Put the uncompressed genesis of its network there, or name another directory.");
    }
  }

  /** Creates the directory with the genesis in it, unless it is there. */
  static void prepare(Path data, Genesis genesis) {
    create(data);
    if (!holdsNetwork(data)) {
      genesis.writeTo(data);
    }
  }

  /** Creates the directory, unless a network is in it. */
  static void create(Path data) {
    try {
      Files.createDirectories(data);
      if (!holdsNetwork(data) && !isEmpty(data) && !Files.exists(data.resolve(GENESIS))) {
        throw new CliException(
            "DataDirectoryUnusable",
            data + " holds other files: name an empty or a new directory with --data.");
      }
    } catch (AccessDeniedException e) {
      throw new CliException(
          "DataDirectoryPermission",
          "There is no permission to write " + data + ": name another directory with --data.");
    } catch (IOException e) {
      throw new CliException(
          "DataDirectoryUnusable",
          data + " cannot be used (" + reason(e) + "): name another directory with --data.");
    }
  }

  /** A new one in the place for temporary files. */
  static Path temporary() {
    try {
      return Files.createTempDirectory("epochal-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a network's data, and nothing else: what a node did not write stays and is told. */
  static void clear(Path data) {
    if (!Files.exists(data)) {
      return;
    }
    try {
      List<Path> strangers = strangers(data);
      if (!strangers.isEmpty()) {
        throw new CliException(
            "DataDirectoryUnusable",
            data
                + " is not removed, for it holds what no node wrote: "
                + strangers.getFirst().getFileName()
                + ". Move that away, or name another directory with --data.");
      }
      // Held while it is removed, so that no running node loses its data.
      @Nullable LogScan held = holdsNetwork(data) ? LogScan.scan(data) : null;
      try (held;
          Stream<Path> tree = Files.walk(data)) {
        List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new CliException(
          "DataDirectoryUnusable",
          data + " cannot be removed (" + reason(e) + "): remove it by hand.");
    }
  }

  /** What lies in the directory and is not a node's. */
  private static List<Path> strangers(Path data) throws IOException {
    if (!Files.isDirectory(data)) {
      return List.of(data);
    }
    try (Stream<Path> files = Files.list(data)) {
      return files
          .filter(file -> !OWN.contains(withoutUnfinished(file.getFileName().toString())))
          .sorted()
          .toList();
    }
  }

  /** Files are written under another name first. */
  private static String withoutUnfinished(String name) {
    return name.replaceFirst("[.](tmp|part)$", "");
  }

  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "it is not a directory";
    }
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  private static boolean isEmpty(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.findAny().isEmpty();
    }
  }
}
