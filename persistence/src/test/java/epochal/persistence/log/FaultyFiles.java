package epochal.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Real files on a disk that fills up, breaks or stalls when a test says so. */
public final class FaultyFiles implements SegmentFiles {
  private final SegmentFiles real = SegmentFiles.operatingSystem();
  private final Semaphore forces = new Semaphore(0);

  /** Of all bytes written to segments; what goes beyond is written in part and then refused. */
  public volatile long roomInBytes = Long.MAX_VALUE;

  public volatile @Nullable IOException onWrite;
  public volatile @Nullable IOException onForce;
  public volatile @Nullable IOException onTruncate;

  /** Whether only the next truncation fails. */
  volatile boolean truncateFailsOnce;

  public volatile @Nullable IOException onOpen;

  /** What the disk says is left, whether or not it is. */
  public volatile long usableBytes = Long.MAX_VALUE;

  volatile boolean stalling;
  final AtomicInteger forced = new AtomicInteger();

  /** From now on every fsync waits for {@link #letForce}. */
  public void stall() {
    stalling = true;
  }

  public void letForce(int times) {
    forces.release(times);
  }

  /** Lets those go that wait, and all later ones. */
  public void flow() {
    stalling = false;
    forces.release(1_000_000);
  }

  /** Until the writer is in an fsync that does not come back. */
  public void awaitStalledForce() {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!forces.hasQueuedThreads()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no fsync was begun within a minute");
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public long usableBytes(Path directory) {
    return usableBytes;
  }

  @Override
  public SegmentFile openForWriting(Path file) throws IOException {
    fail(onOpen);
    return new Faulty(real.openForWriting(file));
  }

  @Override
  public SegmentFile openForReading(Path file) throws IOException {
    return real.openForReading(file);
  }

  private static void fail(@Nullable IOException failure) throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private final class Faulty implements SegmentFile {
    private final SegmentFile file;

    Faulty(SegmentFile file) {
      this.file = file;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      fail(onWrite);
      long room = roomInBytes;
      if (source.remaining() > room) {
        ByteBuffer part = source.slice(source.position(), (int) room);
        file.write(part, position);
        throw new IOException("No space left on device");
      }
      if (room != Long.MAX_VALUE) {
        roomInBytes = room - source.remaining();
      }
      file.write(source, position);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public void force() throws IOException {
      if (stalling) {
        forces.acquireUninterruptibly();
      }
      fail(onForce);
      file.force();
      forced.incrementAndGet();
    }

    @Override
    public void truncate(long length) throws IOException {
      IOException failure = onTruncate;
      onTruncate = truncateFailsOnce ? null : failure;
      fail(failure);
      file.truncate(length);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
