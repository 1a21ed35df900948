package epochal.persistence.backup;

import epochal.persistence.backup.Manifest.Item;
import epochal.persistence.log.LogFinding;
import epochal.persistence.log.LogScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Optional;

/**
 * Makes a data directory from a backup. All files are copied to a directory within it, verified
 * against the manifest's hashes, and read as a log from beginning to end; then they are moved to
 * their places, FORMAT as the last, without which no directory is a log. So a directory that was
 * restored in part is never taken for a whole one.
 */
public final class Restore {
  private static final String STAGING = "restoring";
  private static final String FORMAT = "FORMAT";

  private Restore() {}

  /**
   * Restores a backup.
   *
   * @param data new or empty
   * @throws BackupException {@code BackupMissing}, {@code BackupDamaged} (with the file and its
   *     hash), {@code BackupInUse}, {@code BackupPermission}, {@code BackupUnusable}, {@code
   *     RestoreTargetNotEmpty}, {@code DiskFull}
   */
  public static RestoreReport make(Path from, Path data) {
    try (BackupDirectory backup = BackupDirectory.reading(from)) {
      Manifest manifest = Files.isDirectory(from) ? backup.manifest() : null;
      if (manifest == null) {
        throw new BackupException(
            "BackupMissing",
            ("There is no finished backup in %s: it has no %s. Name the directory that was given to"
                    + " 'epochal backup --to'.")
                .formatted(from, Manifest.NAME));
      }
      boolean existed = requireEmpty(data);
      boolean done = false;
      try {
        DurableFiles.createDirectories(data);
        long free = data.toFile().getUsableSpace();
        if (free < manifest.size()) {
          throw BackupException.noRoom(data, free, manifest.size());
        }
        copy(backup, manifest, data.resolve(STAGING));
        verify(from, manifest, data.resolve(STAGING));
        publish(data);
        done = true;
      } finally {
        if (!done) {
          removeOwn(data, existed);
        }
      }
      return new RestoreReport(
          manifest.networkId(),
          manifest.sha256(),
          manifest.end().entries(),
          manifest.items().size(),
          manifest.size());
    } catch (IOException | ReadOnlyFileSystemException e) {
      throw BackupException.of(data, e);
    }
  }

  private static boolean requireEmpty(Path data) throws IOException {
    boolean exists = Files.exists(data);
    if (exists && (!Files.isDirectory(data) || !DurableFiles.list(data).isEmpty())) {
      throw new BackupException(
          "RestoreTargetNotEmpty",
          ("%s is not an empty directory, and nothing in it was changed. Name a new or an empty one"
                  + " with --data; what an interrupted restore left may be removed.")
              .formatted(data));
    }
    return exists;
  }

  private static void copy(BackupDirectory backup, Manifest manifest, Path staging)
      throws IOException {
    Path segments = staging.resolve("segments");
    Files.createDirectories(segments);
    for (Item item : manifest.items()) {
      Path stored = backup.stored(item);
      if (!Files.isRegularFile(stored)) {
        throw damaged(backup.path(), "%s is missing".formatted(stored));
      }
      Path target = staging.resolve(item.name());
      DurableFiles.copy(stored, target);
      // What was written is what counts, not what was read.
      long size = Files.size(target);
      String sha256 = Sha256.of(target);
      if (size != item.size() || !sha256.equals(item.sha256())) {
        throw damaged(
            backup.path(),
            "%s has %,d bytes with SHA-256 %s, and %,d bytes with SHA-256 %s were expected"
                .formatted(stored, size, sha256, item.size(), item.sha256()));
      }
    }
    DurableFiles.forceDirectory(segments);
  }

  private static void verify(Path from, Manifest manifest, Path staging) {
    try (LogScan scan = LogScan.scan(staging)) {
      long entries = 0;
      while (scan.next() != null) {
        entries++;
      }
      if (scan.finding().isPresent()) {
        LogFinding finding = scan.finding().get();
        throw damaged(
            from,
            "the log in it is not sound at byte %d of %s: %s"
                .formatted(finding.position(), finding.file().getFileName(), finding.sentence()));
      }
      if (entries != manifest.end().entries()
          || !scan.networkId().equals(Optional.of(manifest.networkId()))) {
        throw damaged(
            from,
            "the log in it has %,d entries, and %,d of network %s were expected"
                .formatted(entries, manifest.end().entries(), manifest.networkId()));
      }
    }
  }

  private static BackupException damaged(Path from, String what) {
    return new BackupException(
        "BackupDamaged",
        "The backup in %s is damaged: %s. Nothing was restored. Use another backup."
            .formatted(from, what));
  }

  private static void publish(Path data) throws IOException {
    Path staging = data.resolve(STAGING);
    List<Path> files = DurableFiles.list(staging);
    for (Path file : files) {
      if (!file.endsWith(FORMAT)) {
        DurableFiles.rename(file, data.resolve(file.getFileName()));
      }
    }
    DurableFiles.forceDirectory(data);
    DurableFiles.rename(staging.resolve(FORMAT), data.resolve(FORMAT));
    Files.delete(staging);
    DurableFiles.forceDirectory(data);
  }

  /** The directory was empty, so all that is in it is of this restore. */
  private static void removeOwn(Path data, boolean keepDirectory) throws IOException {
    if (!Files.isDirectory(data)) {
      return;
    }
    try (var tree = Files.walk(data)) {
      for (Path file : tree.toList().reversed()) {
        if (!keepDirectory || !file.equals(data)) {
          Files.delete(file);
        }
      }
    }
  }
}
