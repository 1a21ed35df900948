package epochal.persistence.query;

import epochal.persistence.log.DurableListener;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.StoredEntry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the log as a stream, read when they are demanded.
 *
 * <p>A stage that has read everything durable says so in {@code idle} and looks once more; the
 * writer's thread, which publishes first and looks at {@code idle} afterwards, sends at most one
 * message to a stage that is idle and none to any other. So nothing is missed, nothing piles up,
 * and the writer never waits for a reader.
 */
final class EntrySource extends GraphStage<SourceShape<StoredEntry>> {
  private final Outlet<StoredEntry> out = Outlet.create("EntrySource.out");
  private final SourceShape<StoredEntry> shape = SourceShape.of(out);
  private final Supplier<EventLog> log;
  private final Function<EventLog, EntryReader> query;

  /**
   * @param query asked anew for every stream that is started
   */
  EntrySource(Supplier<EventLog> log, Function<EventLog, EntryReader> query) {
    this.log = log;
    this.query = query;
  }

  @Override
  public SourceShape<StoredEntry> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private final AtomicBoolean idle = new AtomicBoolean();
    private final AsyncCallback<Boolean> arrived = createAsyncCallback(ignored -> deliverOrFail());
    private @Nullable Reading reading;

    private record Reading(EventLog log, EntryReader reader, DurableListener listener) {}

    Logic() {
      super(shape);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              deliverOrFail();
            }
          });
    }

    @Override
    public void preStart() {
      try {
        begin();
      } catch (RuntimeException e) {
        failStage(e);
      }
    }

    private void begin() {
      EventLog opened = log.get();
      EntryReader reader = query.apply(opened);
      DurableListener listener =
          (firstOffset, entries) -> {
            if (idle.get() && reader.mayHaveNext() && idle.compareAndSet(true, false)) {
              arrived.invoke(true);
            }
          };
      reading = new Reading(opened, reader, listener);
      opened.addListener(listener);
      if (reader.isFinished()) {
        complete(out);
      }
    }

    private void deliverOrFail() {
      try {
        deliver();
      } catch (RuntimeException e) {
        failStage(e);
      }
    }

    private void deliver() {
      Reading now = reading;
      if (now == null || !isAvailable(out)) {
        return;
      }
      EntryReader reader = now.reader();
      StoredEntry entry = reader.next();
      if (entry == null) {
        idle.set(true);
        entry = reader.next();
      }
      if (entry != null) {
        idle.set(false);
        push(out, entry);
        if (reader.isFinished()) {
          complete(out);
        }
      }
    }

    @Override
    public void postStop() {
      if (reading != null) {
        reading.log().removeListener(reading.listener());
      }
    }
  }
}
