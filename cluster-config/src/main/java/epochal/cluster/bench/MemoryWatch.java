package epochal.cluster.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Notes every second how much memory this process holds. */
public final class MemoryWatch implements AutoCloseable {
  private static final Path STATUS = Path.of("/proc/self/status");

  /**
   * A look at the memory.
   *
   * @param seconds since the watch began
   * @param heap what the last garbage collection left on the heap, in bytes; 0 before the first
   * @param resident what the operating system holds for the process, in bytes; 0 where it does not
   *     tell
   */
  public record Sample(long seconds, long heap, long resident) {}

  private final long began = System.nanoTime();
  private final List<Sample> samples = new ArrayList<>();
  private final Set<String> heapPools = new HashSet<>();
  private final NotificationListener listener = this::collected;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("bench-memory").factory());
  private volatile long heap;

  public MemoryWatch() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        heapPools.add(pool.getName());
      }
    }
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(listener, null, null);
      }
    }
    var ignored = timer.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
  }

  private void collected(Notification notification, Object handback) {
    if (notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      long used = 0;
      for (var pool :
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
              .getGcInfo()
              .getMemoryUsageAfterGc()
              .entrySet()) {
        MemoryUsage usage = pool.getValue();
        used += heapPools.contains(pool.getKey()) ? usage.getUsed() : 0;
      }
      heap = used;
    }
  }

  private void look() {
    var sample = new Sample((System.nanoTime() - began) / 1_000_000_000, heap, resident());
    synchronized (samples) {
      samples.add(sample);
    }
  }

  private static long resident() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not a system that tells.
    }
    return 0;
  }

  public List<Sample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        try {
          emitter.removeNotificationListener(listener);
        } catch (ListenerNotFoundException e) {
          // It is gone already, which is what is wanted.
        }
      }
    }
  }
}
