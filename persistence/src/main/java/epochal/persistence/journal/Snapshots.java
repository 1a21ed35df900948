package epochal.persistence.journal;

import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of an actor system, in the directory {@code snapshots} beside the log.
 *
 * <p>A snapshot only shortens a replay, so one that cannot be read is told to the operator, by the
 * name of its file, and passed over: for an older one, or for a replay from the first event. The
 * same holds for one that is ahead of the log, which can only be of another history.
 */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private final EventLog log;
  private final SnapshotFiles files;
  private final Serialization serialization;

  /** A snapshot that could be read. */
  record Found(SnapshotMetadata metadata, Object state) {}

  Snapshots(ClassicActorSystemProvider system, EventLog log, Path directory) throws IOException {
    this.log = log;
    this.files = new SnapshotFiles(directory);
    this.serialization = SerializationExtension.get(system.classicSystem());
  }

  /** Whether there is none of this id, which is known without reading a file. */
  boolean isEmpty(String persistenceId) {
    return files.of(persistenceId).isEmpty();
  }

  /**
   * The newest one that is wanted and can be used. One that is ahead of the log, or does not lie on
   * its history, can never be of use again, and is deleted.
   *
   * @param continued whether the log goes on from it
   */
  Optional<Found> newest(
      String persistenceId, Predicate<SnapshotMetadata> wanted, Predicate<Object> continued) {
    for (SnapshotFiles.Key key : files.of(persistenceId)) {
      var metadata = new SnapshotMetadata(persistenceId, key.sequence(), key.timestamp());
      if (wanted.test(metadata)) {
        Optional<Object> state = read(persistenceId, key, continued);
        if (state.isPresent()) {
          return Optional.of(new Found(metadata, state.get()));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Object> read(
      String persistenceId, SnapshotFiles.Key key, Predicate<Object> continued) {
    try {
      long highest = log.highestSequence(persistenceId);
      if (key.sequence() > highest) {
        files.delete(persistenceId, key);
        throw new IOException(
            "it is at event " + key.sequence() + " and the log ends at " + highest);
      }
      SnapshotFiles.Content content = files.read(persistenceId, key);
      Object state =
          serialization
              .deserialize(content.payload(), content.serializerId(), content.manifest())
              .get();
      if (!continued.test(state)) {
        files.delete(persistenceId, key);
        throw new IOException("the log has another history at event " + key.sequence());
      }
      return Optional.of(state);
    } catch (Exception e) {
      LOG.warn(
          "The snapshot {} of {} cannot be used: {}. It is passed over and the events are replayed"
              + " instead; nothing is lost. Delete the file to end this warning.",
          files.file(persistenceId, key),
          persistenceId,
          e.getMessage() == null ? e.toString() : e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Keeps one more.
   *
   * @param keep how many of this persistence id stay
   * @return its size in bytes
   * @throws LogException when it would take the room that the log keeps for itself
   */
  int save(SnapshotMetadata metadata, Object state, int keep) throws IOException {
    var serializer = serialization.findSerializerFor(state);
    byte[] payload = serialization.serialize(state).get();
    String manifest = Serializers.manifestFor(serializer, state);
    Optional<LogException> shortage = log.shortage(payload.length);
    if (shortage.isPresent()) {
      throw shortage.get();
    }
    files.write(
        metadata.persistenceId(),
        new SnapshotFiles.Key(metadata.sequenceNr(), metadata.timestamp()),
        new SnapshotFiles.Content(serializer.identifier(), manifest, payload),
        keep);
    return payload.length;
  }

  void delete(String persistenceId, Predicate<SnapshotMetadata> unwanted) throws IOException {
    for (SnapshotFiles.Key key : files.of(persistenceId)) {
      if (unwanted.test(new SnapshotMetadata(persistenceId, key.sequence(), key.timestamp()))) {
        files.delete(persistenceId, key);
      }
    }
  }
}
