package epochal.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import epochal.persistence.log.LogScan;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMDCAdapter;

class LoggingToStderrTest {

  @Test
  void logbackFindsIt() {
    assertThat(ServiceLoader.load(Configurator.class))
        .hasAtLeastOneElementOfType(LoggingToStderr.class);
  }

  @Test
  void onlyWhatAnOperatorMustKnowIsLoggedAndNotWhatIsToldElsewhere() {
    Throwable refused = catchThrowable(() -> LogScan.scan(Path.of("nowhere")));
    var context = new LoggerContext();
    context.setMDCAdapter(new BasicMDCAdapter());
    context.start();
    // given
    var logging = new LoggingToStderr();
    logging.setContext(context);
    assertThat(logging.configure(context))
        .isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
    var stderr = appender(context);
    assertThat(stderr.getTarget()).isEqualTo("System.err");
    var written = new ByteArrayOutputStream();
    stderr.setOutputStream(written);
    // when
    context.getLogger("epochal.One").warn("a warning of {}", 7);
    context.getLogger("epochal.One").info("all is well");
    context.getLogger("epochal.One").error("refused", refused);
    context.getLogger("org.apache.pekko.Two").warn("a warning of another");
    context.getLogger("org.apache.pekko.Two").error("an error of another");
    context.stop();
    // then
    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" WARN  One: a warning of 7"),
            line -> assertThat(line).endsWith(" ERROR Two: an error of another"));
  }

  private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context) {
    var appenders = new ArrayList<Appender<ILoggingEvent>>();
    context
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .iteratorForAppenders()
        .forEachRemaining(appenders::add);
    return (ConsoleAppender<ILoggingEvent>) appenders.getFirst();
  }
}
