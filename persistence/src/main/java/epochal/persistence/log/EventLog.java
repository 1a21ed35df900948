package epochal.persistence.log;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An append-only log of entries in many streams; the store of record.
 *
 * <h2>What is promised</h2>
 *
 * <ul>
 *   <li><b>Acknowledged is durable.</b> An append is answered after the fsync that covers it, never
 *       before, and a reader sees nothing that could still be lost. Appends from all threads queue
 *       for one writer, which writes all that came while it last synced and syncs once: a group.
 *       Encoding is done by the thread that appends.
 *   <li><b>A batch is atomic.</b> One append is one frame; after a crash it is there or it is not.
 *   <li><b>A stream has no gaps and no forks.</b> An entry is written only when its sequence number
 *       is the next one of its stream at that moment, whatever else is queued. Entries of the whole
 *       log are numbered too, from 0, by <em>offset</em>.
 *   <li><b>A full disk does no harm.</b> A group that would leave less free than is kept is not
 *       begun, and one that finds no room nevertheless is cut off again; either is refused ({@link
 *       LogFullException}), and every later append tries anew.
 *   <li><b>After any other failure of the disk the log stops</b> ({@link LogFailedException}). When
 *       fsync fails, the operating system may have dropped the pages, and a second fsync would
 *       succeed without them; only a restart finds out what the disk holds.
 * </ul>
 *
 * <h2>The directory</h2>
 *
 * <pre>
 * FORMAT                             version and network id; never changes
 * LOCK                               locked by the process that writes
 * CLOSED                             there only after closing in order: how the log ended
 * segments/00000000000000000000.log  frames; the name is the segment's address
 * index/                             derived from the finished segments; may be deleted
 * </pre>
 *
 * An <em>address</em> counts bytes from the beginning of the log over all segments, so that the
 * names and lengths of the segments alone show that none is missing. A new segment is begun only
 * between groups, when the last one is durable.
 *
 * <h2>The frame</h2>
 *
 * Big-endian; a varint has seven bits a byte, the lowest first; text is UTF-8 after its length.
 *
 * <pre>
 * 1 byte   magic           e9
 * 2 bytes  place           the low 16 bits of the frame's address
 * varint   body length     in bytes
 * varint   first offset    of the entries in the frame
 * varint   group distance  from the beginning of the frame's group to the frame, in bytes
 * 4 bytes  chain           checksum of the header before; for the first frame that of FORMAT
 * 4 bytes  body checksum   CRC32C
 * 4 bytes  checksum        CRC32C of all bytes before
 * body     varint: number of entries
 *          for each entry: varint sequence; varint 4 × zigzag serializer id, and 2 if a manifest
 *            follows, and 1 for attention; text manifest; varint length and payload
 *          varint: 0 if all entries are of one stream that the segment has not named yet, and its
 *            name; 2 + n if they are of the stream that the segment named as its nth, from 0; 1 if
 *            they are of several streams, and a name for each (0: the same as before)
 *          for each entry but a stream's first: varint link, the distance in bytes back to the
 *            frame of the entry before it in its stream; 0 is the same frame
 * </pre>
 *
 * {@link StreamName} says how names are written. Only frames of one stream give it a number. So
 * whoever reads a segment from its beginning knows all names, without any other segment; and
 * whoever follows the links of one stream needs none.
 *
 * <p>The place makes a frame valid in one place only; the chain and the offset show that none
 * before it is missing or has changed places. These are checksums: they find accidents, not
 * forgers, against whom the payloads carry hashes of their own.
 *
 * <h2>After a crash</h2>
 *
 * Opening reads and verifies every byte that the saved index does not cover, which is all behind
 * the last indexed segment. After closing in order the log must end exactly as CLOSED says; CLOSED
 * is removed before the first append. Otherwise the last group may be torn, and as nobody was told
 * of it, it is cut back to its last whole batch, and {@link #openReport} says so. Everything else
 * that is not as it was written is damage: it is refused with file and place, and nothing is
 * changed. {@link TornTails} says how the two are told apart. The one thing that cannot be told,
 * when the log was not closed, is how it should have ended: a last batch that was damaged or cut
 * off looks like one that was never written.
 *
 * <h2>Finding entries</h2>
 *
 * The index has for each stream the end and the frame of every {@value StreamHead#STRIDE}th entry;
 * links lead to the others. For segments that are being written, and for streams in use, it is in
 * memory; {@link StreamIndex} says how the two halves are one. When a segment is finished, a thread
 * of its own adds what it says to a RocksDB in {@code index}, in one step that also says how far
 * the index now goes; {@link SavedIndex} says how. So memory follows the streams in use and not all
 * that ever were, the writer's thread never reads from the disk, and opening takes as long as it
 * takes to read what came after the last indexed segment.
 *
 * <p>The index is believed when the end that it names is where a segment ends, and the frame before
 * that end is whole and has the offset and the checksum that it names: as each header's checksum
 * covers that of the one before it, the log up to there is the one that was indexed. Else it is
 * deleted, and made anew from the whole log. It is never repaired.
 *
 * <p>What was not read at opening is read once afterwards, by a thread that takes its time ({@link
 * LogScrub}); {@link LogVerification.AtOpen} does it before. Damage that is found there stops the
 * log, and is refused by every opening from then on, since the next one reads everything. Up to
 * then the names and lengths of all segments, the indexed end, and whatever is read have been
 * verified.
 */
public final class EventLog implements AutoCloseable {
  private final LogDirectory directory;
  private final LogSettings settings;
  private final DirectoryLock lock;
  private final LogRecovery recovered;
  private final AppendQueue queue;
  private final DurableEnd durable;
  private final LogWriter writer;
  private final @Nullable LogScrub scrub;
  private boolean closed;

  private EventLog(
      LogDirectory directory, LogSettings settings, DirectoryLock lock, LogRecovery recovered) {
    this.directory = directory;
    this.settings = settings;
    this.lock = lock;
    this.recovered = recovered;
    queue = new AppendQueue(settings.maxQueuedAppends(), settings.maxQueuedBytes());
    durable = new DurableEnd(recovered.end());
    writer = new LogWriter(recovered, settings, queue, durable);
    scrub = recovered.scrub(settings, this::distrust);
  }

  private void distrust(LogException damage) {
    recovered.saved().refuseNextTime();
    writer.halt(damage);
  }

  private void start() {
    recovered.saved().onFailure(writer::halt);
    recovered.indexer().start();
    writer.start();
    if (scrub != null) {
      scrub.start();
    }
  }

  /**
   * Opens the log in a directory, or makes one where there is none.
   *
   * @throws LogException with a code that begins with {@code DataDirectory}, or {@code DiskFull},
   *     or {@code LogReadFailed}
   */
  public static EventLog open(Path path, LogSettings settings) {
    var directory = new LogDirectory(path);
    directory.prepare();
    DirectoryLock lock = null;
    EventLog log = null;
    try {
      lock = DirectoryLock.exclusive(path);
      log = new EventLog(directory, settings, lock, LogRecovery.recover(directory, settings));
      log.start();
      return log;
    } catch (IOException | ReadOnlyFileSystemException e) {
      throw LogDirectory.unusable(path, e);
    } finally {
      if (log == null && lock != null) {
        lock.close();
      }
    }
  }

  public Path path() {
    return directory.path();
  }

  public OpenReport openReport() {
    return recovered.report();
  }

  /**
   * Writes a batch, of one or more streams, as a whole or not at all. Continuations run on the
   * writer's thread and hold it up: name an executor for anything that is not quick.
   *
   * @return fails with a {@link LogException}
   * @throws IllegalArgumentException for an empty batch
   */
  public CompletionStage<Appended> append(List<LogEntry> batch) {
    var result = new CompletableFuture<Appended>();
    append(
        batch,
        new AppendCallback() {
          @Override
          public void durable(Appended appended) {
            result.complete(appended);
          }

          @Override
          public void failed(LogException reason) {
            result.completeExceptionally(reason);
          }
        });
    return result;
  }

  /** The same with a callback, which is told exactly once. */
  public void append(List<LogEntry> batch, AppendCallback callback) {
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("a batch needs an entry");
    }
    LogException refusal = writer.failure();
    if (refusal == null) {
      List<LogEntry> entries = List.copyOf(batch);
      try {
        FrameBody body = FrameBody.encode(entries, settings.maxBatchBytes());
        List<StreamHead> heads = pin(entries);
        refusal = queue.offer(new AppendQueue.Append(entries, heads, body, callback));
        if (refusal != null) {
          heads.forEach(recovered.index()::release);
        }
      } catch (LogException e) {
        refusal = e;
      }
    }
    if (refusal != null) {
      LogException stopped = writer.failure();
      callback.failed(stopped != null ? stopped : refusal);
    }
  }

  /** Here and not on the writer's thread, since it may read from the disk. */
  private List<StreamHead> pin(List<LogEntry> entries) {
    var heads = new ArrayList<StreamHead>(entries.size());
    boolean done = false;
    try {
      for (LogEntry entry : entries) {
        heads.add(recovered.index().pin(entry.name()));
      }
      done = true;
      return heads;
    } finally {
      if (!done) {
        heads.forEach(recovered.index()::release);
      }
    }
  }

  /** Of the last durable entry of a stream; 0 when it has none. */
  public long highestSequence(String stream) {
    return recovered.index().highestSequence(StreamName.of(stream));
  }

  /** The names of all streams that have a durable entry, sorted. */
  public List<String> streams() {
    return recovered.index().streams();
  }

  /** The streams whose last entry asks that they be woken after a restart, sorted. */
  public List<String> streamsNeedingAttention() {
    return recovered.index().streamsNeedingAttention();
  }

  /**
   * Hands over the durable entries of a stream in order, while writing goes on.
   *
   * @param from sequence number of the first
   * @param to sequence number of the last, inclusive
   * @param max how many at most
   * @return how many there were
   */
  public long read(
      String stream, long from, long to, long max, Consumer<? super StoredEntry> consumer) {
    StreamName name = StreamName.of(stream);
    StreamHead head = recovered.index().find(name);
    return head == null
        ? 0
        : new StreamReader(recovered.files(), recovered.index(), name, head)
            .read(from, to, max, consumer);
  }

  /**
   * A cursor over all streams.
   *
   * @param fromOffset of the first entry to read; may be the durable end, but not beyond it
   */
  public LogCursor readAll(long fromOffset) {
    if (fromOffset < 0 || fromOffset > durableEnd()) {
      throw new IllegalArgumentException(
          "offset %d is not within 0 and %d".formatted(fromOffset, durableEnd()));
    }
    return new LogCursor(
        recovered.files(), durable, recovered.offsets().addressBefore(fromOffset), fromOffset);
  }

  /** How many entries are durable, which is the offset of the next one. */
  public long durableEnd() {
    return durable.position().offset();
  }

  /** Tells a listener of everything that becomes durable from now on. */
  public void addListener(DurableListener listener) {
    writer.addListener(listener);
  }

  public void removeListener(DurableListener listener) {
    writer.removeListener(listener);
  }

  /** Tells a monitor of how the writing goes from now on. */
  public void addMonitor(LogMonitor monitor) {
    writer.monitors().add(monitor);
  }

  public void removeMonitor(LogMonitor monitor) {
    writer.monitors().remove(monitor);
  }

  /**
   * Why nothing can be written: the last write found the disk full, or the log has stopped. Empty
   * when all is well, as far as is known.
   */
  public Optional<LogException> trouble() {
    return Optional.ofNullable(writer.trouble());
  }

  /** Why the log has stopped for good: damage, or a failure of the disk; empty while it goes on. */
  public Optional<LogException> stopped() {
    return Optional.ofNullable(writer.failure());
  }

  /**
   * Why bytes beside the log must not be written: they would leave less free than the log keeps for
   * itself.
   */
  public Optional<LogException> shortage(long bytes) {
    return Optional.ofNullable(writer.shortage(bytes));
  }

  /** How many streams the index holds in memory; the others are found through the saved index. */
  public int streamsInMemory() {
    return recovered.index().inMemoryStreams();
  }

  /**
   * Waits until everything has been read and verified that opening left to the background; at once
   * when it left nothing.
   *
   * @return false when the time was up first, or {@link #trouble} says what was found
   */
  public boolean awaitVerified(Duration atMost) throws InterruptedException {
    return LogScrub.isWhole(scrub, atMost);
  }

  public LogStatistics statistics() {
    return writer.counters().queued(queue.appends(), queue.bytes());
  }

  /** Writes what is queued, and marks the log as closed in order. Not for callbacks. */
  @Override
  public void close() {
    if (writer.isCurrentThread()) {
      throw new IllegalStateException("a callback cannot close the log that waits for it");
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    SavedIndex saved = recovered.saved();
    SegmentIndexer indexer = recovered.indexer();
    try (lock;
        saved;
        indexer;
        scrub) {
      queue.close();
      writer.finish();
    } catch (IOException e) {
      throw new LogFailedException("closing it failed (" + e + ")", e);
    } finally {
      recovered.files().close();
    }
  }
}
