package epochal.persistence.conformance;

import com.typesafe.config.Config;

/** A journal, its snapshot store and its read journal, with data of its own. */
public interface JournalUnderTest {
  /**
   * How an application uses them: the ids of the plugins, and where the data are. The same in every
   * process that is started on these data, one after the other.
   */
  Config config();

  /** The id of the read journal, which serves the Pekko queries and the global feed. */
  String readJournal();
}
