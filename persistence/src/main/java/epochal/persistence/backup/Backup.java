package epochal.persistence.backup;

import epochal.ledger.key.Hash256;
import epochal.persistence.backup.Manifest.Item;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.log.LiveLog;
import epochal.persistence.log.LiveLog.Place;
import epochal.persistence.log.LogDamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies a data directory while a node runs on it: it takes no lock and holds nobody up.
 *
 * <p>Everything that was durable when the backup began is in it; what became durable meanwhile may
 * be. The log is copied up to a whole batch ({@link LiveLog}), so that the copy is a state in which
 * a node could have been stopped, and it gets a CLOSED that says where it ends. Marks of deletion
 * are copied before the log, for one that came later could be for an entry that the copy lacks, and
 * would hide the one that takes its number after a restore. Snapshots are derived from the log and
 * are not copied.
 *
 * <p>A backup into the directory of an earlier one copies only the segments that are new or were
 * not finished then. The log must go on from the earlier backup: one that has lost its end, or went
 * on from another copy, never takes the place of a good backup.
 */
public final class Backup {
  private static final String GENESIS = "genesis.json";
  private static final int ATTEMPTS = 3;

  private final Path data;
  private final LiveLog log;
  private final BackupDirectory target;
  private final @Nullable Manifest before;
  private final List<Item> items = new ArrayList<>();
  private long copiedFiles;
  private long copiedBytes;
  private boolean continues;

  private Backup(Path data, LiveLog log, BackupDirectory target, @Nullable Manifest before) {
    this.data = data;
    this.log = log;
    this.target = target;
    this.before = before;
  }

  /**
   * Makes a backup, or brings one up to date.
   *
   * @param data the data directory; a node may be running on it
   * @param to new, empty, or an earlier backup of the same network
   * @throws BackupException {@code BackupTargetUnusable}, {@code BackupOtherNetwork}, {@code
   *     BackupDiverges}, {@code BackupDamaged}, {@code BackupInUse}, {@code BackupPermission},
   *     {@code BackupUnusable}, {@code DiskFull}
   * @throws epochal.persistence.log.LogException when the data directory holds no log, or one that
   *     is damaged or cannot be read
   * @throws epochal.persistence.genesis.GenesisException when its genesis is not the network's
   */
  public static BackupReport make(Path data, Path to) {
    LiveLog log = LiveLog.of(data);
    if (to.toAbsolutePath().normalize().startsWith(data.toAbsolutePath().normalize())) {
      throw new BackupException(
          "BackupTargetUnusable",
          "%s lies in the data directory and would be lost with it: name another directory."
              .formatted(to));
    }
    try (BackupDirectory target = BackupDirectory.writing(to)) {
      Manifest before = target.manifest();
      if (before != null && !before.networkId().equals(log.networkId())) {
        throw new BackupException(
            "BackupOtherNetwork",
            ("The backup in %s is of network %s, and %s is of network %s. Name another directory"
                    + " for the backup.")
                .formatted(to, before.networkId(), data, log.networkId()));
      }
      boolean whole = false;
      try {
        Backup made = attempt(data, target, before);
        var manifest = new Manifest(log.networkId(), made.items);
        target.prepare(manifest);
        // From here on either of the two may be the backup until it is known which.
        whole = true;
        target.commit();
        target.sweep(manifest);
        return made.report(manifest);
      } finally {
        if (!whole) {
          target.sweep(before);
        }
      }
    } catch (IOException | ReadOnlyFileSystemException e) {
      throw BackupException.of(to, e);
    }
  }

  /**
   * A segment that is cut back while it is copied looks damaged; so it is damaged only when it is
   * so again. The second attempt copies all, which tells a log that went on from another copy.
   */
  private static Backup attempt(Path data, BackupDirectory target, @Nullable Manifest before)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        var backup = new Backup(data, LiveLog.of(data), target, before);
        backup.copy(attempt == 1);
        return backup;
      } catch (LogDamagedException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void copy(boolean incrementally) throws IOException {
    if (Files.exists(data.resolve(GENESIS))) {
      add(GENESIS, Genesis.ofDirectory(data, Hash256.parse(log.networkId())).bytes());
    }
    add("FORMAT", log.format());
    byte[] deleted = log.deletionMarks();
    if (deleted != null) {
      add("DELETED", deleted);
    }
    List<LiveLog.Segment> segments = log.segments();
    Place at = log.beginning();
    pass(at);
    for (LiveLog.Segment segment : segments) {
      Place kept = incrementally ? kept(segment, at) : null;
      at = kept != null ? kept : copied(segment, at);
      pass(at);
    }
    LiveLog.Segment last = segments.getLast();
    log.requireEnd(last, at);
    if (before != null && !continues) {
      throw new BackupException(
          "BackupDiverges",
          ("The log in %s does not go on from the backup in %s: that holds %,d entries, and the log"
                  + " %,d, and either it has lost its end or it went on from another copy. The"
                  + " backup was left as it is. Name another directory for a backup of this log.")
              .formatted(data, target.path(), before.end().entries(), at.entries()));
    }
    add("CLOSED", LiveLog.closing(last, at));
  }

  private void add(String name, byte[] content) throws IOException {
    var item = new Item(name, Sha256.of(content), content.length, null);
    if (!target.holds(item)) {
      target.requireRoom(content.length);
      DurableFiles.write(target.temporary(), content);
      take(item);
    }
    items.add(item);
  }

  private void take(Item item) throws IOException {
    target.take(item);
    copiedFiles++;
    copiedBytes += item.size();
  }

  /** The end of a segment that was finished when the backup before was made; else null. */
  private @Nullable Place kept(LiveLog.Segment segment, Place from) throws IOException {
    Manifest.Segment known = before == null ? null : before.finished(name(segment));
    if (known == null
        || segment.last()
        || known.endOfSegment().address() != from.address() + segment.length()
        || !target.holds(known.item())) {
      return null;
    }
    items.add(known.item());
    return known.endOfSegment();
  }

  private Place copied(LiveLog.Segment segment, Place from) throws IOException {
    target.requireRoom(segment.length());
    Place end = log.copy(segment, target.temporary(), from, this::pass);
    long size = end.address() - from.address();
    var item = new Item(name(segment), Sha256.of(target.temporary()), size, end);
    take(item);
    items.add(item);
    return end;
  }

  private static String name(LiveLog.Segment segment) {
    return "segments/" + segment.name();
  }

  /** Notes when the log passes the place where the backup before ends. */
  private void pass(Place place) {
    continues |= before != null && before.end().equals(place);
  }

  private BackupReport report(Manifest manifest) {
    return new BackupReport(
        manifest.networkId(),
        manifest.sha256(),
        manifest.end().entries(),
        items.size(),
        manifest.size(),
        copiedFiles,
        copiedBytes);
  }
}
