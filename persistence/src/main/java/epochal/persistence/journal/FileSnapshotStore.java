package epochal.persistence.journal;

import com.typesafe.config.Config;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.jspecify.annotations.Nullable;
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

  private final ActorSystem system;
  private final Serialization serialization;
  private final int keep;
  private final ExecutionContext io;
  private volatile @Nullable Opened opened;

  private record Opened(EventLog log, SnapshotFiles files) {}

  /** Called by Pekko with the plugin's own configuration. */
  public FileSnapshotStore(Config config) {
    this.system = context().system();
    this.serialization = SerializationExtension.get(system);
    this.keep = config.getInt("keep");
    this.io = system.dispatchers().lookup(config.getString("io-dispatcher"));
  }

  /** Opens the directory when it is first needed, and tries again when it could not be opened. */
  private synchronized Opened opened() throws IOException {
    Opened before = opened;
    if (before != null) {
      return before;
    }
    var extension = EventLogExtension.get(system);
    var now =
        new Opened(
            extension.log(), new SnapshotFiles(extension.directory().resolve("snapshots"), keep));
    opened = now;
    return now;
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    Opened known = opened;
    if (known != null && known.files().of(persistenceId).isEmpty()) {
      return Futures.successful(Optional.empty());
    }
    return later(
        () -> {
          Opened store = opened();
          for (SnapshotFiles.Key key : store.files().of(persistenceId)) {
            var metadata = new SnapshotMetadata(persistenceId, key.sequence(), key.timestamp());
            if (criteria.matches(metadata)) {
              Optional<Object> snapshot = read(store, persistenceId, key);
              if (snapshot.isPresent()) {
                return Optional.of(SelectedSnapshot.create(metadata, snapshot.get()));
              }
            }
          }
          return Optional.empty();
        });
  }

  private Optional<Object> read(Opened store, String persistenceId, SnapshotFiles.Key key) {
    try {
      long highest = store.log().highestSequence(persistenceId);
      if (key.sequence() > highest) {
        throw new IOException(
            "it is at event " + key.sequence() + " and the log ends at " + highest);
      }
      SnapshotFiles.Content content = store.files().read(persistenceId, key);
      return Optional.of(
          serialization
              .deserialize(content.payload(), content.serializerId(), content.manifest())
              .get());
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The snapshot {} of {} cannot be used: {}. It is passed over and the events are replayed"
              + " instead; nothing is lost. Delete the file to end this warning.",
          store.files().file(persistenceId, key),
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
          Opened store = opened();
          // What can be derived again must not take the log's last room.
          Optional<LogException> shortage = store.log().shortage(payload.length);
          if (shortage.isPresent()) {
            throw shortage.get();
          }
          store
              .files()
              .write(
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
          SnapshotFiles files = opened().files();
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
          SnapshotFiles files = opened().files();
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
