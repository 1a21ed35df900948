package epochal.persistence.log;

import epochal.persistence.log.AppendQueue.Append;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what was queued while it last synced and for a while longer
 * when there was much ({@link GroupPace}), writes a frame for each append, syncs once, and only
 * then tells anybody. {@link EventLog} says what is promised.
 */
final class LogWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  private final LogDirectory directory;
  private final LogSettings settings;
  private final AppendQueue queue;
  private final StreamFence fence;
  private final StreamIndex index;
  private final SegmentIndexer indexer;
  private final OffsetIndex offsets;
  private final SegmentWriter segment;
  private final HeaderWriter headers = new HeaderWriter();
  private final GroupPace pace = new GroupPace(System.nanoTime());
  private final DurableEnd durable;
  private final List<DurableListener> listeners = new CopyOnWriteArrayList<>();
  private final List<LogMonitor> monitors = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private boolean marked;
  private long offset;
  private int chain;
  private List<Append> group = List.of();
  private volatile @Nullable LogException failure;
  private volatile @Nullable LogFullException full;
  private boolean toldFull;
  private long toFit;
  private volatile LogStatistics counters = new LogStatistics(0, 0, 0, 0, 0, 0, 0, 0);

  LogWriter(LogRecovery recovered, LogSettings settings, AppendQueue queue, DurableEnd durable) {
    this.directory = recovered.directory();
    this.settings = settings;
    this.queue = queue;
    this.fence = new StreamFence(recovered.segmentStart(), recovered.namedStreams());
    this.index = recovered.index();
    this.indexer = recovered.indexer();
    this.offsets = recovered.offsets();
    this.segment = new SegmentWriter(recovered, settings.files());
    this.durable = durable;
    this.marked = recovered.closed() != null;
    this.offset = recovered.end().offset();
    this.chain = recovered.end().chain();
    this.thread = Thread.ofPlatform().name("epochal-log-writer").daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void addListener(DurableListener listener) {
    listeners.add(listener);
  }

  void removeListener(DurableListener listener) {
    listeners.remove(listener);
  }

  List<LogMonitor> monitors() {
    return monitors;
  }

  /** Why the log has stopped. */
  @Nullable LogException failure() {
    return failure;
  }

  /** Refuses everything from now on. */
  synchronized void halt(LogException reason) {
    if (failure == null) {
      failure = reason;
      LOG.error("{}: nothing more is written. {}", reason.code(), reason.getMessage(), reason);
    }
  }

  /** Why nothing can be written at present, as far as is known. */
  @Nullable LogException trouble() {
    LogException stopped = failure;
    return stopped != null ? stopped : full;
  }

  LogStatistics counters() {
    return counters;
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /** Waits for everything queued, and marks the log as closed in order unless it has failed. */
  void finish() throws IOException {
    Threads.join(thread);
    segment.close();
    if (failure == null && !marked) {
      var marker = ClosedMarker.of(segment.path(), segment.segmentLength(), offset, chain);
      mark(marker);
    }
  }

  /** A full disk may prevent it, and then the log is opened as after a crash. */
  private void mark(ClosedMarker marker) throws IOException {
    try {
      LogDirectory.replace(directory.closed(), marker.render());
    } catch (IOException e) {
      if (!DiskFull.isCause(e)) {
        throw e;
      }
      Files.deleteIfExists(LogDirectory.temporary(directory.closed()));
    }
  }

  private void run() {
    try {
      for (group = take(); !group.isEmpty(); group = take()) {
        LogException stopped = failure;
        LogFullException shortage = stopped == null ? shortage(bytes(group)) : null;
        if (stopped != null) {
          failAll(stopped);
        } else if (shortage != null) {
          refuse(shortage);
        } else {
          commit();
        }
      }
    } catch (RuntimeException | Error e) {
      failAll(stop("the writer failed (" + e + ")", e));
      queue.close();
      for (group = take(); !group.isEmpty(); group = take()) {
        failAll(stop("the writer failed (" + e + ")", e));
      }
      throw e;
    }
  }

  /** Why this many bytes more would leave too little free; null when there is room for them. */
  @Nullable LogFullException shortage(long bytes) {
    long kept = settings.minFreeBytes();
    if (kept == 0) {
      return null;
    }
    long free = settings.files().usableBytes(directory.segments());
    return free - bytes < kept
        ? new LogFullException(directory.segments(), free, kept, bytes)
        : null;
  }

  private static long bytes(List<Append> group) {
    long bytes = 0;
    for (Append append : group) {
      bytes += FrameHeader.MAX_BYTES + append.body.length();
    }
    return bytes;
  }

  private List<Append> take() {
    long wait = pace.left(System.nanoTime());
    if (wait > 0 && queue.bytes() < settings.maxGroupBytes()) {
      LockSupport.parkNanos(wait);
    }
    List<Append> taken = queue.take(settings.maxGroupBytes());
    pace.took(taken.size(), System.nanoTime());
    return taken;
  }

  private void commit() {
    long groupOffset = offset;
    int groupChain = chain;
    long groupStart = segment.end();
    try {
      fence.begin(segment.start());
      begin();
      for (Append append : group) {
        append.refusal = fence.pass(append, segment.end());
        if (append.refusal == null) {
          write(append, groupStart);
        }
      }
      segment.flush();
    } catch (IOException e) {
      offset = groupOffset;
      chain = groupChain;
      abandon(groupStart, e);
      return;
    }
    LogMonitor.Commit commit = null;
    if (offset > groupOffset) {
      long before = System.nanoTime();
      try {
        segment.force();
      } catch (IOException e) {
        failAll(stop("fsync of " + segment.path() + " failed (" + e + ")", e));
        return;
      }
      long nanos = System.nanoTime() - before;
      full = null;
      publish();
      commit = count(groupOffset, segment.end() - groupStart, nanos);
    }
    complete();
    if (offset > groupOffset && !listeners.isEmpty()) {
      List<LogEntry> entries = written();
      listeners.forEach(
          listener -> guarded(listener, told -> told.onDurable(groupOffset, entries)));
    }
    if (commit != null) {
      LogMonitor.Commit committed = commit;
      toFit -= committed.bytes();
      if (toldFull && hasRoomAgain()) {
        toldFull = false;
        tell(LogMonitor::roomAgain);
      }
      tell(monitor -> monitor.committed(committed));
    }
  }

  /** The entries of the group that are in the log now. */
  private List<LogEntry> written() {
    var entries = new ArrayList<LogEntry>(group.size());
    for (Append append : group) {
      if (append.refusal == null) {
        entries.addAll(append.entries);
      }
    }
    return Collections.unmodifiableList(entries);
  }

  private void begin() throws IOException {
    if (marked) {
      LogDirectory.remove(directory.closed());
      marked = false;
    }
    if (segment.segmentLength() >= settings.segmentBytes()) {
      segment.roll();
      fence.begin(segment.start());
      offsets.add(offset, segment.start());
      indexer.add(index.seal(new DurableEnd.Position(segment.start(), offset, chain)));
    }
  }

  private void write(Append append, long groupStart) throws IOException {
    append.firstOffset = offset;
    int distance = (int) (append.address - groupStart);
    ByteBuffer header = headers.write(append.body, append.address, offset, distance, chain);
    segment.write(header, append.body);
    offset += append.entries.size();
    chain = headers.headerCrc();
  }

  private void publish() {
    for (Append append : group) {
      if (append.refusal == null) {
        for (int i = 0; i < append.heads.size(); i++) {
          LogEntry entry = append.entries.get(i);
          StreamHead head = append.heads.get(i);
          index.publish(head, entry.sequence(), append.address, entry.attention());
        }
      }
    }
    durable.advance(new DurableEnd.Position(segment.end(), offset, chain));
  }

  /** Nothing of the group was acknowledged; makes as if it had never been. */
  private void abandon(long groupStart, IOException cause) {
    fence.forget(group);
    if (!DiskFull.isCause(cause)) {
      failAll(stop("writing to " + segment.path() + " failed (" + cause + ")", cause));
      return;
    }
    try {
      segment.cutBack(groupStart);
      refuse(new LogFullException(segment.path(), cause));
    } catch (IOException e) {
      e.addSuppressed(cause);
      failAll(stop("the disk is full and " + segment.path() + " cannot be cut back", e));
    }
  }

  private LogException stop(String what, Throwable cause) {
    var stopped = new LogFailedException(what, cause);
    halt(stopped);
    LogException first = failure;
    return first == null ? stopped : first;
  }

  /** Whether what was refused finds room by now: where that cannot be asked, if as much has. */
  private boolean hasRoomAgain() {
    return toFit <= 0 || (settings.minFreeBytes() > 0 && shortage(toFit) == null);
  }

  private void refuse(LogFullException reason) {
    full = reason;
    failAll(reason);
    // The frames themselves: what their headers may take at most would be waited for in vain.
    long refused = group.stream().mapToLong(append -> append.body.length()).sum();
    toFit = toldFull ? Math.max(toFit, refused) : refused;
    if (!toldFull) {
      toldFull = true;
      tell(monitor -> monitor.full(reason));
    }
  }

  private void failAll(LogException reason) {
    group.forEach(append -> answer(append, told -> told.failed(reason)));
  }

  private void complete() {
    for (Append append : group) {
      LogException refusal = append.refusal;
      if (refusal == null) {
        long last = append.firstOffset + append.entries.size() - 1;
        var appended = new Appended(append.firstOffset, last);
        answer(append, told -> told.durable(appended));
      } else {
        answer(append, told -> told.failed(refusal));
      }
    }
  }

  private void answer(Append append, Consumer<AppendCallback> answer) {
    if (!append.answered) {
      append.answered = true;
      append.heads.forEach(index::release);
      guarded(append.callback, answer);
    }
  }

  /** A listener that fails is its owner's bug; it is reported, and the log goes on. */
  private <T> void guarded(T listener, Consumer<T> call) {
    try {
      call.accept(listener);
    } catch (RuntimeException e) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  private void tell(Consumer<LogMonitor> what) {
    monitors.forEach(monitor -> guarded(monitor, what));
  }

  private LogMonitor.Commit count(long groupOffset, long bytes, long nanos) {
    LogStatistics before = counters;
    int batches = 0;
    for (Append append : group) {
      batches += append.refusal == null ? 1 : 0;
    }
    counters =
        new LogStatistics(
            before.batches() + batches,
            before.entries() + offset - groupOffset,
            before.groups() + 1,
            before.bytes() + bytes,
            before.forceNanos() + nanos,
            Math.max(before.longestForceNanos(), nanos),
            0,
            0);
    return new LogMonitor.Commit(batches, (int) (offset - groupOffset), bytes, nanos);
  }
}
