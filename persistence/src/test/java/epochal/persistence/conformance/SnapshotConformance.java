package epochal.persistence.conformance;

import static epochal.persistence.conformance.Application.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.pekko.persistence.DeleteSnapshotSuccess;
import org.apache.pekko.persistence.DeleteSnapshotsSuccess;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotProtocol;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.OptionConverters;

/** Snapshots are found by what is asked of them, and deleted by the same. */
public abstract class SnapshotConformance extends JournalConformance {
  private SnapshotMetadata save(String id, long sequence, Object snapshot) {
    tell(new SnapshotProtocol.SaveSnapshot(new SnapshotMetadata(id, sequence, 0), snapshot));
    return application().client().expectMsgClass(SaveSnapshotSuccess.class).metadata();
  }

  private void tell(Object request) {
    application().snapshots().tell(request, application().client().getRef());
  }

  private Optional<Object> load(String id, SnapshotSelectionCriteria criteria, long to) {
    tell(new SnapshotProtocol.LoadSnapshot(id, criteria, to));
    var result =
        application().client().expectMsgClass(SnapshotProtocol.LoadSnapshotResult.class).snapshot();
    return OptionConverters.toJava(result).map(SelectedSnapshot::snapshot);
  }

  private Optional<Object> latest(String id) {
    return load(id, SnapshotSelectionCriteria.latest(), Long.MAX_VALUE);
  }

  private void events(String id) {
    application().persisted(write(id, 1, "1", "2", "3", "4", "5"));
  }

  @Test
  void theNewestIsFoundAfterARestartToo() {
    events("a");
    events("b");
    save("a", 2, new Shape.Circle(2));
    save("a", 4, new Shape.Square(4));
    save("b", 3, "of b");
    for (int round = 0; round < 2; round++) {
      assertThat(latest("a")).contains(new Shape.Square(4));
      assertThat(latest("b")).contains("of b");
      assertThat(latest("nobody")).isEmpty();
      restart();
    }
  }

  @Test
  void criteriaChooseAnOlderOne() {
    events("a");
    save("a", 2, "two");
    SnapshotMetadata four = save("a", 4, "four");
    var upToThree = SnapshotSelectionCriteria.create(3, Long.MAX_VALUE);
    assertThat(load("a", upToThree, Long.MAX_VALUE)).contains("two");
    assertThat(load("a", SnapshotSelectionCriteria.latest(), 3)).contains("two");
    assertThat(load("a", SnapshotSelectionCriteria.create(1, Long.MAX_VALUE), 9)).isEmpty();
    assertThat(load("a", SnapshotSelectionCriteria.none(), 9)).isEmpty();
    assertThat(load("a", SnapshotSelectionCriteria.create(4, four.timestamp()), 9))
        .contains("four");
  }

  @Test
  void aSnapshotAtTheSameEventReplacesTheOneBefore() {
    events("a");
    save("a", 3, "first");
    save("a", 3, "second");
    assertThat(latest("a")).contains("second");
    restart();
    assertThat(latest("a")).contains("second");
  }

  @Test
  void oneIsDeletedByItsMetadata() {
    events("a");
    save("a", 2, "two");
    SnapshotMetadata four = save("a", 4, "four");
    tell(new SnapshotProtocol.DeleteSnapshot(four));
    application().client().expectMsgClass(DeleteSnapshotSuccess.class);
    assertThat(latest("a")).contains("two");
    restart();
    assertThat(latest("a")).contains("two");
  }

  @Test
  void manyAreDeletedByCriteria() {
    events("a");
    save("a", 2, "two");
    save("a", 4, "four");
    tell(
        new SnapshotProtocol.DeleteSnapshots(
            "a", SnapshotSelectionCriteria.create(3, Long.MAX_VALUE)));
    application().client().expectMsgClass(DeleteSnapshotsSuccess.class);
    assertThat(latest("a")).contains("four");
    tell(new SnapshotProtocol.DeleteSnapshots("a", SnapshotSelectionCriteria.latest()));
    application().client().expectMsgClass(DeleteSnapshotsSuccess.class);
    restart();
    assertThat(latest("a")).isEmpty();
  }

  @Test
  void whatCannotBeSerializedFailsAndTheOlderOneStays() {
    events("a");
    save("a", 2, "two");
    tell(
        new SnapshotProtocol.SaveSnapshot(
            new SnapshotMetadata("a", 4, 0), new Shape.Impossible("too round")));
    application().client().expectMsgClass(SaveSnapshotFailure.class);
    assertThat(latest("a")).contains("two");
  }

  @Test
  void aLargeSnapshotComesBackWhole() {
    events("a");
    String large = "0123456789".repeat(300_000);
    save("a", 5, large);
    restart();
    assertThat(latest("a")).contains(large);
  }
}
