package epochal.persistence.journal;

import com.typesafe.config.Config;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/** The snapshot store {@code epochal.snapshots}: {@link Snapshots} for persistent actors. */
public final class FileSnapshotStore extends SnapshotStore {
  private final ActorSystem system;
  private final int keep;
  private final ExecutionContext io;
  private volatile @Nullable Snapshots opened;

  /** Called by Pekko with the plugin's own configuration. */
  public FileSnapshotStore(Config config) {
    this.system = context().system();
    this.keep = config.getInt("keep");
    this.io = system.dispatchers().lookup(config.getString("io-dispatcher"));
  }

  private Snapshots snapshots() throws IOException {
    Snapshots now = EventLogExtension.get(system).snapshots();
    opened = now;
    return now;
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    Snapshots known = opened;
    if (known != null && known.isEmpty(persistenceId)) {
      return Futures.successful(Optional.empty());
    }
    return later(
        () ->
            snapshots()
                .newest(persistenceId, criteria::matches, any -> true)
                .map(found -> SelectedSnapshot.create(found.metadata(), found.state())));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    return later(
        () -> {
          snapshots().save(metadata, snapshot, keep);
          return null;
        });
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return later(
        () -> {
          // Without a timestamp every snapshot at that event is meant.
          snapshots()
              .delete(
                  metadata.persistenceId(),
                  one ->
                      one.sequenceNr() == metadata.sequenceNr()
                          && (metadata.timestamp() == 0
                              || one.timestamp() == metadata.timestamp()));
          return null;
        });
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return later(
        () -> {
          snapshots().delete(persistenceId, criteria::matches);
          return null;
        });
  }

  private <T> Future<T> later(Callable<T> work) {
    return Futures.future(work, io);
  }
}
