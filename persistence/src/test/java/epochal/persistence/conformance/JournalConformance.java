package epochal.persistence.conformance;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the topics have in common: each test has an application that runs on new data. */
public abstract class JournalConformance {
  @TempDir private Path temporary;
  private JournalUnderTest underTest;
  private Application application;

  /**
   * A journal without any data.
   *
   * @param temporary an empty directory, which is deleted after the test
   */
  protected abstract JournalUnderTest journal(Path temporary);

  @BeforeEach
  final void start() {
    underTest = journal(temporary.resolve("data"));
    application = new Application(underTest);
  }

  @AfterEach
  final void stop() {
    application.close();
  }

  final Application application() {
    return application;
  }

  /** Stops in order and starts again on the same data. */
  final void restart() {
    application.close();
    application = new Application(underTest);
  }

  /** Lets something else run on the data while no application does. */
  final void between(Interval interval) throws Exception {
    application.close();
    try {
      interval.run(underTest, temporary);
    } finally {
      application = new Application(underTest);
    }
  }

  /** Something that runs on the data. */
  @FunctionalInterface
  interface Interval {
    void run(JournalUnderTest underTest, Path temporary) throws Exception;
  }
}
