package epochal.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epochal.persistence.conformance.DeletionConformance;
import epochal.persistence.conformance.DurabilityConformance;
import epochal.persistence.conformance.FeedConformance;
import epochal.persistence.conformance.JournalUnderTest;
import epochal.persistence.conformance.QueryConformance;
import epochal.persistence.conformance.ReplayConformance;
import epochal.persistence.conformance.SnapshotConformance;
import epochal.persistence.conformance.WritingConformance;
import epochal.persistence.query.EventLogReadJournal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The embedded journal does all that a journal must. */
class EventLogConformanceTest {
  private record EmbeddedJournal(Path data) implements JournalUnderTest {
    @Override
    public Config config() {
      return ConfigFactory.parseMap(
          Map.of(
              "pekko.persistence.journal.plugin",
              "epochal.journal",
              "pekko.persistence.snapshot-store.plugin",
              "epochal.snapshots",
              "epochal.data.directory",
              data.toString(),
              "epochal.data.network",
              "ab".repeat(32)));
    }

    @Override
    public String readJournal() {
      return EventLogReadJournal.ID;
    }
  }

  @Nested
  class Writing extends WritingConformance {
    @Override
    protected JournalUnderTest journal(Path temporary) {
      return new EmbeddedJournal(temporary);
    }
  }

  @Nested
  class Replay extends ReplayConformance {
    @Override
    protected JournalUnderTest journal(Path temporary) {
      return new EmbeddedJournal(temporary);
    }
  }

  @Nested
  class Deletion extends DeletionConformance {
    @Override
    protected JournalUnderTest journal(Path temporary) {
      return new EmbeddedJournal(temporary);
    }
  }

  @Nested
  class Snapshots extends SnapshotConformance {
    @Override
    protected JournalUnderTest journal(Path temporary) {
      return new EmbeddedJournal(temporary);
    }
  }

  @Nested
  class Queries extends QueryConformance {
    @Override
    protected JournalUnderTest journal(Path temporary) {
      return new EmbeddedJournal(temporary);
    }
  }

  @Nested
  class Feed extends FeedConformance {
    @Override
    protected JournalUnderTest journal(Path temporary) {
      return new EmbeddedJournal(temporary);
    }
  }

  @Nested
  class Durability extends DurabilityConformance {
    @Override
    protected JournalUnderTest journal(Path temporary) {
      return new EmbeddedJournal(temporary);
    }
  }
}
