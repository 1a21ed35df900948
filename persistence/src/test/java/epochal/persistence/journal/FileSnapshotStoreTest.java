package epochal.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import epochal.persistence.log.LogEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FileSnapshotStoreTest {
  @TempDir Path data;
  private TestSystem test;
  private TestKit actor;
  private final Logger logger = (Logger) LoggerFactory.getLogger(Snapshots.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void begin() {
    test = new TestSystem(data);
    actor = new TestKit(test.system);
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void end() {
    logger.detachAppender(logged);
    test.close();
  }

  private void events(String id, int count) throws Exception {
    var entries = new ArrayList<LogEntry>();
    for (int i = 1; i <= count; i++) {
      entries.add(new LogEntry(id, i, false, 1, "", new byte[] {1}));
    }
    test.extension().log().append(entries).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private void save(String id, long sequence, Object snapshot) {
    test.snapshots.tell(
        new SnapshotProtocol.SaveSnapshot(new SnapshotMetadata(id, sequence, 0), snapshot),
        actor.getRef());
    actor.expectMsgClass(SaveSnapshotSuccess.class);
  }

  private Object load(String id) {
    return load(id, SnapshotSelectionCriteria.latest());
  }

  /** The snapshot, or "none". */
  private Object load(String id, SnapshotSelectionCriteria criteria) {
    test.snapshots.tell(
        new SnapshotProtocol.LoadSnapshot(id, criteria, Long.MAX_VALUE), actor.getRef());
    var result = actor.expectMsgClass(SnapshotProtocol.LoadSnapshotResult.class);
    return result.snapshot().isEmpty()
        ? "none"
        : ((SelectedSnapshot) result.snapshot().get()).snapshot();
  }

  private List<Path> files() throws Exception {
    try (var files = Files.walk(data.resolve("snapshots"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private List<String> warnings() {
    return logged.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void theNewestTwoAreKeptAndFoundAfterARestart() throws Exception {
    events("a", 30);
    save("a", 10, "ten");
    save("a", 20, "twenty");
    save("a", 30, "thirty");
    assertThat(files()).hasSize(2);
    end();
    begin();
    assertThat(load("a")).isEqualTo("thirty");
    assertThat(load("a", SnapshotSelectionCriteria.create(25, Long.MAX_VALUE))).isEqualTo("twenty");
    assertThat(load("a", SnapshotSelectionCriteria.create(15, Long.MAX_VALUE))).isEqualTo("none");
    assertThat(load("b")).isEqualTo("none");
    assertThat(warnings()).isEmpty();
  }

  @Test
  void everySingleDamagedByteIsFoundAndTheFileIsNamed() throws Exception {
    events("a", 10);
    save("a", 10, "ten");
    Path file = files().getFirst();
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x20;
      Files.write(file, damaged);
      assertThat(load("a")).as("byte %d", i).isEqualTo("none");
    }
    Files.write(file, new byte[0]);
    assertThat(load("a")).isEqualTo("none");
    assertThat(warnings()).hasSize(whole.length + 1).allMatch(w -> w.contains(file.toString()));
  }

  @Test
  void anOlderSnapshotServesWhenTheNewestIsDamaged() throws Exception {
    events("a", 20);
    save("a", 10, "ten");
    save("a", 20, "twenty");
    Path newest =
        files().stream().filter(file -> file.toString().contains("-20-")).findFirst().orElseThrow();
    Files.write(newest, new byte[] {1, 2, 3});
    assertThat(load("a")).isEqualTo("ten");
    assertThat(warnings()).singleElement().asString().contains(newest.toString());
  }

  @Test
  void aSnapshotAheadOfTheLogIsOfAnotherHistory() throws Exception {
    events("a", 10);
    save("a", 11, "eleven");
    assertThat(load("a")).isEqualTo("none");
    assertThat(warnings()).singleElement().asString().contains("the log ends at 10");
  }

  @Test
  void snapshotsAreDeletedByCriteriaAndLeftoversAtStart() throws Exception {
    events("a", 20);
    save("a", 10, "ten");
    save("a", 20, "twenty");
    test.snapshots.tell(
        new SnapshotProtocol.DeleteSnapshots(
            "a", SnapshotSelectionCriteria.create(15, Long.MAX_VALUE)),
        actor.getRef());
    actor.expectMsgClass(org.apache.pekko.persistence.DeleteSnapshotsSuccess.class);
    Path left = files().getFirst();
    assertThat(files()).hasSize(1);
    end();
    Path unfinished = left.resolveSibling(left.getFileName() + ".tmp");
    Files.write(unfinished, new byte[] {1});
    begin();
    assertThat(load("a")).isEqualTo("twenty");
    assertThat(unfinished).doesNotExist();
  }
}
