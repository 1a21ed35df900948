package epochal.cluster.cli;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is logged, and where to: only what an operator must know, to the standard error, since
 * results go to the standard output. {@code EPOCHAL_LOG_LEVEL} asks for more, and {@code
 * -Dlogback.configurationFile} for a file that says something else.
 *
 * <p>Not a file itself: to read XML took most of a tenth of a second of every start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class LoggingToStderr extends ContextAwareBase implements Configurator {
  private static final String LEVEL = "EPOCHAL_LOG_LEVEL";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    String other = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
    if (other != null && isThere(other)) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    context.getStatusManager().add(new NopStatusListener());
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
    encoder.start();
    var filter = new ToldElsewhere();
    filter.setContext(context);
    filter.start();
    var stderr = new ConsoleAppender<ILoggingEvent>();
    stderr.setContext(context);
    stderr.setName("stderr");
    stderr.setTarget(ConsoleTarget.SystemErr.getName());
    stderr.addFilter(filter);
    stderr.setEncoder(encoder);
    stderr.start();
    context.getLogger("org.apache.pekko").setLevel(Level.ERROR);
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getenv(LEVEL), Level.WARN));
    root.addAppender(stderr);
    if (other != null) {
      root.warn("There is no {}: logging is as it always is", other);
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * As a file, a resource or a URL. Without one logback would write everything among the results.
   */
  private static boolean isThere(String place) {
    return place.contains(":/")
        || Files.exists(Path.of(place))
        || ClassLoader.getSystemResource(place) != null;
  }
}
