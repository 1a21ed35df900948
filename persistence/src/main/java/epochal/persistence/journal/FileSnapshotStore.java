package epochal.persistence.journal;

import com.typesafe.config.Config;
import epochal.persistence.log.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/**
 * The snapshot store {@code epochal.snapshots}, in the directory {@code snapshots} beside the log.
 *
 * <p>A snapshot only shortens a replay, so one that cannot be read is told to the operator, by the
 * name of its file, and passed over: for an older one, or for a replay from the first event. The
 * same holds for one that is ahead of the log, which can only be of another history.
 */
public final class FileSnapshotStore extends SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(FileSnapshotStore.class);

  private final Serialization serialization;
  private final EventLog log;
  private final SnapshotFiles files;
  private final ExecutionContext io;

  /** Called by Pekko with the plugin's own configuration. */
  public FileSnapshotStore(Config config) throws IOException {
    var system = context().system();
    this.serialization = SerializationExtension.get(system);
    var extension = EventLogExtension.get(system);
    this.log = extension.log();
    Path directory = extension.directory().resolve("snapshots");
    this.files = new SnapshotFiles(directory, config.getInt("keep"));
    this.io = system.dispatchers().lookup(config.getString("io-dispatcher"));
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    var found = files.of(persistenceId);
    if (found.isEmpty()) {
      return Futures.successful(Optional.empty());
    }
    return later(
        () -> {
          for (SnapshotFiles.Key key : found) {
            var metadata = new SnapshotMetadata(persistenceId, key.sequence(), key.timestamp());
            if (criteria.matches(metadata)) {
              Optional<Object> snapshot = read(persistenceId, key);
              if (snapshot.isPresent()) {
                return Optional.of(SelectedSnapshot.create(metadata, snapshot.get()));
              }
            }
          }
          return Optional.empty();
        });
  }

  private Optional<Object> read(String persistenceId, SnapshotFiles.Key key) {
    try {
      long highest = log.highestSequence(persistenceId);
      if (key.sequence() > highest) {
        throw new IOException(
            "it is at event " + key.sequence() + " and the log ends at " + highest);
      }
      SnapshotFiles.Content content = files.read(persistenceId, key);
      return Optional.of(
          serialization
              .deserialize(content.payload(), content.serializerId(), content.manifest())
              .get());
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The snapshot {} of {} cannot be used: {}. It is passed over and the events are replayed"
              + " instead; nothing is lost. Delete the file to end this warning.",
          files.file(persistenceId, key),
          persistenceId,
          e.getMessage() == null ? e.toString() : e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    return later(
        () -> {
          var serializer = serialization.findSerializerFor(snapshot);
          byte[] payload = serialization.serialize(snapshot).get();
          String manifest = Serializers.manifestFor(serializer, snapshot);
          files.write(
              metadata.persistenceId(),
              new SnapshotFiles.Key(metadata.sequenceNr(), metadata.timestamp()),
              new SnapshotFiles.Content(serializer.identifier(), manifest, payload));
          return null;
        });
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return later(
        () -> {
          for (SnapshotFiles.Key key : files.of(metadata.persistenceId())) {
            // Without a timestamp every snapshot at that event is meant.
            if (key.sequence() == metadata.sequenceNr()
                && (metadata.timestamp() == 0 || metadata.timestamp() == key.timestamp())) {
              files.delete(metadata.persistenceId(), key);
            }
          }
          return null;
        });
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return later(
        () -> {
          for (SnapshotFiles.Key key : files.of(persistenceId)) {
            if (criteria.matches(
                new SnapshotMetadata(persistenceId, key.sequence(), key.timestamp()))) {
              files.delete(persistenceId, key);
            }
          }
          return null;
        });
  }

  private <T> Future<T> later(Callable<T> work) {
    return Futures.future(work, io);
  }
}
