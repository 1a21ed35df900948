package epochal.actors.gateway;

import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogClosedException;
import epochal.persistence.query.EventLogReadJournal;
import epochal.persistence.record.RecordCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.stream.AbruptStageTerminationException;
import org.apache.pekko.stream.AbruptTerminationException;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every durable record of the node's entities, once and in the order of the log, which within an
 * entity is the order of its sequence numbers: the read journal's feed, with its events as records.
 *
 * <p>The log tells a subscriber that has seen everything when there is more, and holds nothing back
 * for one that is slow, which reads from the files later.
 */
public final class Records {
  private static final Logger LOG = LoggerFactory.getLogger(Records.class);

  private final ActorSystem<?> system;
  private final EventLog log;
  private final RecordCodec codec;
  private final EventLogReadJournal journal;
  private final String dispatcher;

  Records(ActorSystem<?> system, EventLog log, RecordCodec codec) {
    this.system = system;
    this.log = log;
    this.codec = codec;
    this.journal =
        PersistenceQuery.get(system)
            .getReadJournalFor(EventLogReadJournal.class, EventLogReadJournal.ID);
    this.dispatcher = system.settings().config().getString(EventLogReadJournal.ID + ".dispatcher");
  }

  /** The offset of the next record that will become durable. */
  public long end() {
    return log.durableEnd();
  }

  /**
   * The records from an offset on, and then each as it becomes durable; never ends by itself.
   *
   * @param offset of the first, at most {@link #end}
   */
  public Source<DurableRecord, NotUsed> from(long offset) {
    Offset after = offset == 0 ? Offset.noOffset() : Offset.sequence(offset - 1);
    return journal
        .allEvents(after)
        .filter(envelope -> envelope.event() instanceof StoredRecord)
        .map(this::record);
  }

  private DurableRecord record(EventEnvelope envelope) {
    var offset = (Sequence) envelope.offset();
    return new DurableRecord(
        offset.value(),
        envelope.persistenceId(),
        envelope.sequenceNr(),
        ((StoredRecord) envelope.event()).payload(),
        codec);
  }

  /** Tells of everything that becomes durable from now on. */
  public Subscription subscribe(Consumer<DurableRecord> consumer) {
    return subscribe(end(), consumer);
  }

  /**
   * Tells of everything from an offset on.
   *
   * @param offset of the first record, at most {@link #end}
   * @param consumer called for one record at a time, where it may block; if it throws, the
   *     subscription ends
   */
  public Subscription subscribe(long offset, Consumer<DurableRecord> consumer) {
    return new Subscription(this, offset, consumer);
  }

  /** A subscriber's place in the log. */
  public static final class Subscription implements AutoCloseable {
    private final Consumer<DurableRecord> consumer;
    private final UniqueKillSwitch stop;
    private final CompletableFuture<Long> ended;
    private volatile long next;
    private volatile @Nullable Thread telling;

    private Subscription(Records records, long offset, Consumer<DurableRecord> consumer) {
      this.consumer = consumer;
      this.next = offset;
      Pair<UniqueKillSwitch, CompletionStage<Done>> running =
          records
              .from(offset)
              .viaMat(KillSwitches.single(), Keep.right())
              .toMat(Sink.foreach(this::tell), Keep.both())
              .addAttributes(ActorAttributes.dispatcher(records.dispatcher))
              .run(records.system);
      this.stop = running.first();
      this.ended = running.second().handle((done, failure) -> end(failure)).toCompletableFuture();
    }

    private void tell(DurableRecord record) {
      telling = Thread.currentThread();
      try {
        consumer.accept(record);
      } finally {
        telling = null;
      }
      next = record.offset() + 1;
    }

    /** Nobody failed where the log or the system was closed first. */
    private long end(@Nullable Throwable failure) {
      if (failure == null
          || failure instanceof LogClosedException
          || failure instanceof AbruptStageTerminationException
          || failure instanceof AbruptTerminationException) {
        return next;
      }
      LOG.error("A subscriber of the records failed at offset {}", next, failure);
      throw new CompletionException(failure);
    }

    /** The offset to go on from: everything below it has been told. */
    public long next() {
      return next;
    }

    /** Completes with {@link #next} when the subscription or the log is closed, or fails. */
    public CompletionStage<Long> ended() {
      return ended.minimalCompletionStage();
    }

    /** Tells of nothing more, once it returns, unless the consumer itself calls it. */
    @Override
    public void close() {
      stop.shutdown();
      if (Thread.currentThread() != telling) {
        ended.exceptionally(failure -> next).join();
      }
    }
  }
}
