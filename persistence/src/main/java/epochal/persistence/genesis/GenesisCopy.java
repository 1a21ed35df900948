package epochal.persistence.genesis;

import epochal.ledger.key.Blake2b;
import epochal.ledger.key.Hash256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The uncompressed genesis in a data directory, there whole or not at all. */
final class GenesisCopy {
  static final String FILE_NAME = "genesis.json";
  private static final String PART_NAME = "genesis.json.part";

  private GenesisCopy() {}

  static byte[] read(Path directory, Hash256 expected) {
    Path file = directory.resolve(FILE_NAME);
    byte[] bytes = readIfPresent(file);
    if (bytes == null) {
      throw GenesisException.missing(directory);
    }
    Hash256 found = Blake2b.hash256(bytes);
    if (!found.equals(expected)) {
      throw GenesisException.mismatch(file, expected, found);
    }
    return bytes;
  }

  /** Writes it durably; a copy that is there already must be the same. */
  static void write(Path directory, byte[] bytes) {
    Path file = directory.resolve(FILE_NAME);
    byte[] before = readIfPresent(file);
    if (before != null) {
      Hash256 ours = Blake2b.hash256(bytes);
      Hash256 theirs = Blake2b.hash256(before);
      if (!theirs.equals(ours)) {
        throw GenesisException.otherNetwork(directory, ours, theirs);
      }
      return;
    }
    try {
      Files.createDirectories(directory);
      Path part = directory.resolve(PART_NAME);
      writeSynced(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
        entries.force(true);
      }
    } catch (IOException e) {
      throw GenesisException.unwritable(file, e);
    }
  }

  private static void writeSynced(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static byte @Nullable [] readIfPresent(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw GenesisException.unreadable(file, e);
    }
  }
}
