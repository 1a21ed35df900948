package epochal.persistence.backup;

import epochal.persistence.backup.Manifest.Item;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a backup lies. What MANIFEST names is the backup; it is replaced in one step when all files
 * of the next one are there, and only then those that nothing needs any more are removed. So there
 * is at every moment either no backup, or a whole one.
 *
 * <pre>
 * MANIFEST   which files, with sizes and hashes
 * LOCK       locked by the process that writes, or shared by those that read
 * files/     their content, each under its name and the beginning of its hash
 * </pre>
 */
final class BackupDirectory implements AutoCloseable {
  private static final String LOCK = "LOCK";
  private static final String FILES = "files";
  private static final String NEXT_MANIFEST = Manifest.NAME + ".tmp";
  private static final Set<String> OWN = Set.of(Manifest.NAME, NEXT_MANIFEST, LOCK, FILES);

  private final Path path;
  private final @Nullable FileChannel lock;

  private BackupDirectory(Path path, @Nullable FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** For the one who writes; made where there is none. */
  static BackupDirectory writing(Path path) {
    try {
      if (Files.exists(path)) {
        requireOwn(path);
      }
      DurableFiles.createDirectories(path);
      FileChannel lock =
          locked(
              path,
              FileChannel.open(
                  path.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE),
              false);
      var directory = new BackupDirectory(path, lock);
      DurableFiles.createDirectories(directory.files());
      return directory;
    } catch (IOException | ReadOnlyFileSystemException e) {
      throw BackupException.of(path, e);
    }
  }

  private static void requireOwn(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new BackupException(
          "BackupTargetUnusable",
          path + " is not a directory: name an empty or a new one for the backup.");
    }
    for (Path file : DurableFiles.list(path)) {
      if (!OWN.contains(String.valueOf(file.getFileName()))) {
        throw new BackupException(
            "BackupTargetUnusable",
            ("%s is no backup, for it holds %s. Nothing was changed. Name an empty or a new"
                    + " directory, or that of an earlier backup.")
                .formatted(path, file.getFileName()));
      }
    }
  }

  /** For those who read, also from where nothing can be written. */
  static BackupDirectory reading(Path path) {
    try {
      Path lock = path.resolve(LOCK);
      return new BackupDirectory(
          path,
          Files.isReadable(lock)
              ? locked(path, FileChannel.open(lock, StandardOpenOption.READ), true)
              : null);
    } catch (IOException e) {
      throw BackupException.of(path, e);
    }
  }

  private static FileChannel locked(Path path, FileChannel channel, boolean shared)
      throws IOException {
    FileLock held = null;
    try {
      held = channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      // by this process: as by any other
    } finally {
      if (held == null) {
        channel.close();
      }
    }
    if (held == null) {
      throw new BackupException(
          "BackupInUse",
          "Another backup or restore is at work on %s: try again when it has ended."
              .formatted(path));
    }
    return channel;
  }

  Path path() {
    return path;
  }

  private Path files() {
    return path.resolve(FILES);
  }

  Path stored(Item item) {
    return files().resolve(item.storedName());
  }

  /** The backup that is there, or null when there is none. */
  @Nullable Manifest manifest() {
    Path file = path.resolve(Manifest.NAME);
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw BackupException.of(path, e);
    }
    Manifest manifest = Manifest.parse(content);
    if (manifest == null) {
      throw new BackupException(
          "BackupDamaged",
          ("The backup is damaged: %s is not as it was written, or is of a later version. Use"
                  + " another backup, or begin one in another directory.")
              .formatted(file));
    }
    return manifest;
  }

  /** Whether the file is there with its size; its content is verified when it is restored. */
  boolean holds(Item item) throws IOException {
    Path file = stored(item);
    return Files.isRegularFile(file) && Files.size(file) == item.size();
  }

  void requireRoom(long bytes) {
    long free = path.toFile().getUsableSpace();
    if (free < bytes) {
      throw BackupException.noRoom(path, free, bytes);
    }
  }

  /** Where to write a file before its hash is known. */
  Path temporary() {
    return files().resolve("copying.tmp");
  }

  /** Takes in what was written to {@link #temporary} and is durable there. */
  void take(Item item) throws IOException {
    DurableFiles.rename(temporary(), stored(item));
  }

  /** Makes everything durable that the next backup needs. */
  void prepare(Manifest manifest) throws IOException {
    DurableFiles.forceDirectory(files());
    DurableFiles.write(path.resolve(NEXT_MANIFEST), manifest.render());
  }

  /** Makes what was prepared the backup. */
  void commit() throws IOException {
    DurableFiles.rename(path.resolve(NEXT_MANIFEST), path.resolve(Manifest.NAME));
    DurableFiles.forceDirectory(path);
  }

  /** Removes what no backup needs: files of the one before, or of one that was not finished. */
  void sweep(@Nullable Manifest manifest) throws IOException {
    Files.deleteIfExists(path.resolve(NEXT_MANIFEST));
    Set<String> needed =
        manifest == null
            ? Set.of()
            : manifest.items().stream().map(Item::storedName).collect(Collectors.toSet());
    for (Path file : DurableFiles.list(files())) {
      if (!needed.contains(String.valueOf(file.getFileName()))) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw BackupException.of(path, e);
    }
  }
}
