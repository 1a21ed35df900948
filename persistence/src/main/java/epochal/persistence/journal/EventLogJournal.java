package epochal.persistence.journal;

import com.typesafe.config.Config;
import epochal.persistence.log.AppendCallback;
import epochal.persistence.log.Appended;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogClosedException;
import epochal.persistence.log.LogDamagedException;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogFailedException;
import epochal.persistence.log.SequenceConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorSystem;
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
 * persistent actor stops, and no other notices. One that goes on instead may: {@link RejectedEvent}
 * says how. A log that has failed or is closed fails the write, because then nothing more is known.
 *
 * <p>A directory that cannot be opened fails every recovery and every write with the reason, and
 * each of them tries again, so that the actors come up by themselves once it can be.
 */
public final class EventLogJournal extends AsyncWriteJournal {
  private final ActorSystem system;
  private final Payloads payloads;
  private final RejectedNumbers rejected = new RejectedNumbers();
  private final ExecutionContext replays;
  private final boolean deletes;

  /** Called by Pekko with the plugin's own configuration. */
  public EventLogJournal(Config config) {
    this.system = context().system();
    this.payloads = new Payloads(system);
    this.replays = system.dispatchers().lookup(config.getString("replay-dispatcher"));
    this.deletes = config.getBoolean("deletes");
  }

  private EventLogExtension extension() {
    return EventLogExtension.get(system);
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    EventLog log;
    try {
      log = extension().log();
    } catch (LogException e) {
      return Futures.failed(e);
    }
    var batches = new ArrayList<AtomicWrite>();
    writes.forEach(batches::add);
    var group = new Group(batches.size());
    for (int i = 0; i < batches.size(); i++) {
      append(log, CollectionConverters.asJava(batches.get(i).payload()), i, group);
    }
    return group.promise.future();
  }

  private void append(EventLog log, List<PersistentRepr> reprs, int index, Group group) {
    PersistentRepr first = reprs.getFirst();
    long last = reprs.getLast().sequenceNr();
    var entries = new ArrayList<>(rejected.before(first));
    try {
      for (PersistentRepr repr : reprs) {
        entries.add(payloads.entry(repr));
      }
    } catch (Exception e) {
      rejected.add(first, last, false);
      group.settle(index, e);
      return;
    }
    log.append(
        entries,
        new AppendCallback() {
          @Override
          public void durable(Appended appended) {
            rejected.settle(first.persistenceId(), last);
            group.settle(index, null);
          }

          @Override
          public void failed(LogException reason) {
            if (reason instanceof LogFailedException
                || reason instanceof LogDamagedException
                || reason instanceof LogClosedException) {
              group.promise.tryFailure(reason);
            } else {
              // Of two writers that are in conflict, neither may pass over what the other wrote.
              rejected.add(first, last, reason instanceof SequenceConflictException);
              group.settle(index, reason);
            }
          }
        });
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    if (!deletes) {
      return Futures.failed(
          new UnsupportedOperationException(
              "Events of "
                  + persistenceId
                  + " cannot be deleted: epochal.journal.deletes is off."));
    }
    return Futures.future(
        () -> {
          EventLogExtension extension = extension();
          long last = Math.min(toSequenceNr, extension.log().highestSequence(persistenceId));
          extension.deletions().delete(persistenceId, last);
          return null;
        },
        replays);
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      long max,
      Consumer<PersistentRepr> replayed) {
    EventLog log;
    long first;
    try {
      log = extension().log();
      first = Math.max(fromSequenceNr, extension().deletedTo(persistenceId) + 1);
    } catch (LogException e) {
      return Futures.failed(e);
    }
    long last = Math.min(toSequenceNr, log.highestSequence(persistenceId));
    if (first > last || max == 0) {
      return Futures.successful(null);
    }
    return Futures.future(
        () -> {
          replay(log, persistenceId, first, last, max, replayed);
          return null;
        },
        replays);
  }

  private void replay(
      EventLog log,
      String persistenceId,
      long first,
      long last,
      long max,
      Consumer<PersistentRepr> replayed) {
    long next = first;
    // Rejected ones do not count, so that there may be more to read.
    for (long left = max; left > 0 && next <= last; ) {
      var count = new long[1];
      next +=
          log.read(
              persistenceId,
              next,
              last,
              left,
              entry -> {
                if (!Payloads.isRejected(entry)) {
                  count[0]++;
                  replayed.accept(payloads.repr(entry));
                }
              });
      left -= count[0];
    }
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    try {
      return Futures.successful(extension().log().highestSequence(persistenceId));
    } catch (LogException e) {
      return Futures.failed(e);
    }
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
