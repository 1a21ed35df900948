package epochal.persistence.log;

import static epochal.persistence.log.Logs.append;
import static epochal.persistence.log.Logs.entry;
import static epochal.persistence.log.Logs.read;
import static epochal.persistence.log.Logs.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
  @TempDir private Path directory;
  private final FaultyFiles disk = new FaultyFiles();

  private EventLog open() {
    return EventLog.open(directory, Logs.settings().withFiles(disk));
  }

  /** Keeps the writer in an fsync, so that whatever is appended now waits for the next one. */
  private CompletableFuture<Appended> occupy(EventLog log) {
    disk.stall();
    var first = log.append(List.of(entry("first", 1))).toCompletableFuture();
    disk.awaitStalledForce();
    return first;
  }

  @Test
  void whatComesDuringAnFsyncSharesTheNextOneAndIsAnsweredInOrder() {
    try (EventLog log = open()) {
      CompletableFuture<Appended> first = occupy(log);
      List<Long> answered = Collections.synchronizedList(new ArrayList<>());
      List<CompletableFuture<Void>> waiting = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        waiting.add(
            log.append(List.of(entry("a", i)))
                .thenAccept(appended -> answered.add(appended.firstOffset()))
                .toCompletableFuture());
      }
      int before = disk.forced.get();
      assertThat(first).isNotDone();
      assertThat(readAll(log)).isEmpty();
      assertThat(log.highestSequence("a")).isZero();
      assertThat(log.statistics().queuedAppends()).isEqualTo(100);

      disk.letForce(1);
      first.join();
      assertThat(readAll(log)).hasSize(1);
      assertThat(waiting).noneMatch(CompletableFuture::isDone);

      disk.letForce(1);
      waiting.forEach(CompletableFuture::join);
      assertThat(disk.forced.get() - before).isEqualTo(2);
      assertThat(answered).hasSize(100).isSorted();
      assertThat(log.statistics().groups()).isEqualTo(2);
      assertThat(log.statistics().batches()).isEqualTo(101);
      assertThat(log.statistics().entries()).isEqualTo(101);
      disk.flow();
    }
  }

  @Test
  void aQueuedAppendIsFencedAgainstTheOnesBeforeIt() {
    try (EventLog log = open()) {
      occupy(log);
      var good = log.append(List.of(entry("a", 1))).toCompletableFuture();
      var same = log.append(List.of(entry("a", 1))).toCompletableFuture();
      var next = log.append(List.of(entry("a", 2))).toCompletableFuture();
      disk.flow();
      assertThat(good.join()).isEqualTo(new Appended(1, 1));
      assertThat(next.join()).isEqualTo(new Appended(2, 2));
      assertThatThrownBy(same::join).hasCauseInstanceOf(SequenceConflictException.class);
    }
  }

  @Test
  void aFullQueueIsBusyAtOnce() {
    LogSettings settings = Logs.settings().withFiles(disk).withQueue(3, 1 << 20);
    try (EventLog log = EventLog.open(directory, settings)) {
      occupy(log);
      for (int i = 1; i <= 3; i++) {
        assertThat(log.append(List.of(entry("a", i))).toCompletableFuture()).isNotDone();
      }
      assertThatThrownBy(() -> append(log, entry("a", 4)))
          .isInstanceOfSatisfying(
              LogBusyException.class, e -> assertThat(e.code()).isEqualTo("LogBusy"))
          .hasMessageContaining("3 appends");
      disk.flow();
      log.append(List.of(entry("b", 1))).toCompletableFuture().handle((ok, no) -> "").join();
    }
    try (EventLog log = Logs.open(directory)) {
      assertThat(log.highestSequence("a")).isEqualTo(3);
    }
  }

  @Test
  void theQueueIsBoundedInBytesToo() {
    LogSettings settings = Logs.settings().withFiles(disk).withQueue(1_000, 1_000);
    try (EventLog log = EventLog.open(directory, settings)) {
      occupy(log);
      var large = log.append(List.of(new LogEntry("a", 1, false, 1, "", new byte[5_000])));
      assertThat(large.toCompletableFuture()).isNotDone();
      assertThatThrownBy(() -> append(log, entry("b", 1))).isInstanceOf(LogBusyException.class);
      disk.flow();
      large.toCompletableFuture().join();
    }
  }

  @Test
  void closingWritesWhatIsQueued() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventLog log = open();
      occupy(log);
      List<CompletableFuture<Appended>> waiting = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        waiting.add(log.append(List.of(entry("a", i))).toCompletableFuture());
      }
      Future<?> closing = threads.submit(log::close);
      disk.flow();
      closing.get();
      assertThat(waiting).allMatch(one -> one.isDone() && !one.isCompletedExceptionally());
    }
    try (EventLog log = Logs.open(directory)) {
      assertThat(log.openReport().cleanlyClosed()).isTrue();
      assertThat(log.highestSequence("a")).isEqualTo(10);
    }
  }

  @Test
  void manyThreadsWriteWhileReadersFollow() throws Exception {
    int writers = 16;
    int each = 200;
    var told = new AtomicLong();
    try (EventLog log = EventLog.open(directory, Logs.settings().withSegmentBytes(20_000));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      log.addListener(
          (first, entries) -> assertThat(told.getAndSet(first + entries.size())).isEqualTo(first));
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String stream = "writer " + i;
        work.add(
            threads.submit(
                () -> {
                  for (int n = 1; n <= each; n++) {
                    append(log, entry(stream, n));
                    assertThat(log.highestSequence(stream)).isEqualTo(n);
                    assertThat(log.read(stream, n, n, 1, entry -> {})).isEqualTo(1);
                  }
                }));
      }
      Callable<List<Long>> follow =
          () -> {
            List<Long> seen = new ArrayList<>();
            LogCursor cursor = log.readAll(0);
            while (seen.size() < writers * each) {
              Logs.awaitBeyond(log, cursor.offset());
              for (StoredEntry e = cursor.next(); e != null; e = cursor.next()) {
                seen.add(e.offset());
              }
            }
            return seen;
          };
      Future<List<Long>> one = threads.submit(follow);
      Future<List<Long>> two = threads.submit(follow);
      for (Future<?> writer : work) {
        writer.get();
      }
      List<Long> all = new ArrayList<>();
      for (long i = 0; i < writers * each; i++) {
        all.add(i);
      }
      assertThat(one.get()).isEqualTo(all);
      assertThat(two.get()).isEqualTo(all);
    }
    assertThat(told).hasValue(writers * each);
    try (EventLog log = Logs.open(directory)) {
      for (int i = 0; i < writers; i++) {
        assertThat(read(log, "writer " + i)).hasSize(each);
      }
    }
  }

  @Test
  void aCallbackThatThrowsHarmsNobodyElse() {
    try (EventLog log = open()) {
      List<Throwable> reported = Collections.synchronizedList(new ArrayList<>());
      var before = Thread.getDefaultUncaughtExceptionHandler();
      Thread.setDefaultUncaughtExceptionHandler((thread, e) -> reported.add(e));
      try {
        log.append(
            List.of(entry("a", 1)),
            new AppendCallback() {
              @Override
              public void durable(Appended appended) {
                throw new IllegalStateException("a bug of the caller");
              }

              @Override
              public void failed(LogException reason) {}
            });
        append(log, entry("a", 2));
      } finally {
        Thread.setDefaultUncaughtExceptionHandler(before);
      }
      assertThat(reported).singleElement().isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anInterruptedReaderDoesNotStopTheOthers() {
    try (EventLog log = open()) {
      append(log, entry("a", 1));
      assertThat(readAll(log)).hasSize(1);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> readAll(log)).isInstanceOf(LogReadException.class);
      assertThat(Thread.interrupted()).isTrue();
      append(log, entry("a", 2));
      assertThat(readAll(log)).hasSize(2);
    }
  }
}
