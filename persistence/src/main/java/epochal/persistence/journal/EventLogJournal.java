package epochal.persistence.journal;

import com.typesafe.config.Config;
import epochal.persistence.log.AppendCallback;
import epochal.persistence.log.Appended;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogClosedException;
import epochal.persistence.log.LogEntry;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The journal {@code epochal.journal}: every atomic write is one atomic batch of the log, and is
 * answered when it is durable.
 *
 * <p>What the log refuses without having written anything (it is busy, the disk is full, the batch
 * is too large or does not continue its stream) is a <em>rejection</em> of that write alone: the
 * persistent actor stops, and no other notices. A log that has failed or is closed fails the write,
 * because then nothing more is known.
 */
public final class EventLogJournal extends AsyncWriteJournal {
  private final EventLog log;
  private final Payloads payloads;
  private final ExecutionContext replays;

  /** Called by Pekko with the plugin's own configuration. */
  public EventLogJournal(Config config) {
    var system = context().system();
    this.log = EventLogExtension.get(system).log();
    this.payloads = new Payloads(system);
    this.replays = system.dispatchers().lookup(config.getString("replay-dispatcher"));
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    var batches = new ArrayList<AtomicWrite>();
    writes.forEach(batches::add);
    var group = new Group(batches.size());
    for (int i = 0; i < batches.size(); i++) {
      append(batches.get(i), i, group);
    }
    return group.promise.future();
  }

  private void append(AtomicWrite write, int index, Group group) {
    var reprs = CollectionConverters.asJava(write.payload());
    var entries = new ArrayList<LogEntry>(reprs.size());
    try {
      for (PersistentRepr repr : reprs) {
        entries.add(payloads.entry(repr));
      }
    } catch (Exception e) {
      group.settle(index, e);
      return;
    }
    log.append(entries, group.callback(index));
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    return Futures.failed(
        new UnsupportedOperationException(
            "Events of "
                + persistenceId
                + " cannot be deleted: this journal is a history and keeps every event for ever."));
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      long max,
      Consumer<PersistentRepr> replayed) {
    long last = Math.min(toSequenceNr, log.highestSequence(persistenceId));
    if (fromSequenceNr > last || max == 0) {
      return Futures.successful(null);
    }
    return Futures.future(
        () -> {
          log.read(
              persistenceId,
              fromSequenceNr,
              last,
              max,
              entry -> replayed.accept(payloads.repr(entry)));
          return null;
        },
        replays);
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    return Futures.successful(log.highestSequence(persistenceId));
  }

  /** The writes of one request, answered together when the last of them is decided. */
  private static final class Group {
    private final Promise<Iterable<Optional<Exception>>> promise = Futures.promise();
    private final AtomicReferenceArray<@Nullable Exception> rejections;
    private final AtomicInteger open;

    Group(int size) {
      rejections = new AtomicReferenceArray<>(size);
      open = new AtomicInteger(size);
      if (size == 0) {
        promise.trySuccess(List.of());
      }
    }

    AppendCallback callback(int index) {
      return new AppendCallback() {
        @Override
        public void durable(Appended appended) {
          settle(index, null);
        }

        @Override
        public void failed(LogException reason) {
          if (reason instanceof LogFailedException || reason instanceof LogClosedException) {
            promise.tryFailure(reason);
          } else {
            settle(index, reason);
          }
        }
      };
    }

    void settle(int index, @Nullable Exception rejection) {
      rejections.set(index, rejection);
      if (open.decrementAndGet() == 0) {
        var outcome = new ArrayList<Optional<Exception>>(rejections.length());
        for (int i = 0; i < rejections.length(); i++) {
          outcome.add(Optional.ofNullable(rejections.get(i)));
        }
        promise.trySuccess(outcome);
      }
    }
  }
}
