package epochal.actors.host;

import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.kryo.Snapshot;
import epochal.persistence.record.DecodedRecord;
import epochal.persistence.record.RecordCodec;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The event-sourced half of an entity's actor: writes batches that are decided already, and
 * recovers the entity from its snapshot and the records after it, whose chain it checks.
 */
final class EntityJournal<S, C, E>
    extends EventSourcedBehavior<EntityJournal.Order, StoredRecord, Snapshot> {

  /** What it can be told. */
  sealed interface Order {
    /** Persist the batch as one. */
    record Persist(Batch<?, ?> batch) implements Order {}

    /** Stop. */
    enum Stop implements Order {
      INSTANCE
    }
  }

  private final EntityId id;
  private final EntityLife<S, C, E> life;
  private final NetworkParameters network;
  private final RecordCodec codec;
  private final int snapshotEvery;
  private final HostedEntity<S, C, E> hosted;

  EntityJournal(
      EntityId id,
      EntityLife<S, C, E> life,
      HostEnvironment environment,
      HostedEntity<S, C, E> hosted) {
    super(PersistenceId.ofUniqueId(id.text()));
    this.id = id;
    this.life = life;
    this.network = environment.aggregates().network();
    this.codec = new RecordCodec(network.network());
    this.snapshotEvery = environment.settings().snapshotEvery();
    this.hosted = hosted;
  }

  @Override
  public Snapshot emptyState() {
    return new Snapshot(life.initial(id), network.network());
  }

  @Override
  public CommandHandler<Order, StoredRecord, Snapshot> commandHandler() {
    return (state, order) ->
        switch (order) {
          case Order.Persist(var batch) ->
              Effect().persist(batch.records()).thenRun(after -> hosted.persisted());
          case Order.Stop ignored -> Effect().stop();
        };
  }

  @Override
  public EventHandler<Snapshot, StoredRecord> eventHandler() {
    return this::after;
  }

  @SuppressWarnings("unchecked") // a stream holds one kind of entity
  private Snapshot after(Snapshot state, StoredRecord record) {
    Hash256 chain = record.chain();
    Recorded<?> recorded = record.recorded();
    if (chain != null && recorded != null) {
      Entity<?> known = record.after();
      return new Snapshot(
          known != null ? known : life.apply((Entity<S>) state.entity(), (Recorded<E>) recorded),
          chain);
    }
    long sequence = state.entity().sequence() + 1;
    DecodedRecord decoded = codec.decode(id, sequence, record.payload());
    Hash256 computed = RecordCodec.chainOf(id, sequence, record.payload(), state.head());
    if (!decoded.chain().marks(computed)) {
      throw new IllegalStateException(
          "record "
              + sequence
              + " of "
              + id.text()
              + " does not continue the chain of those before it: the log has been changed");
    }
    return new Snapshot(
        life.apply((Entity<S>) state.entity(), (Recorded<E>) decoded.recorded()), computed);
  }

  @Override
  public SignalHandler<Snapshot> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), hosted::recovered)
        .build();
  }

  @Override
  public boolean shouldSnapshot(Snapshot state, StoredRecord record, long sequence) {
    return sequence % snapshotEvery == 0;
  }
}
