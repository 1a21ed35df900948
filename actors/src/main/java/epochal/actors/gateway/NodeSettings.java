package epochal.actors.gateway;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epochal.persistence.log.LogSettings;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * What a node is.
 *
 * @param directory its data
 * @param aggregates the rules, with the network's constants
 * @param overrides configuration that stands before everything else
 * @param log the last word on how the log is kept
 */
public record NodeSettings(
    Path directory, Aggregates aggregates, Config overrides, UnaryOperator<LogSettings> log) {

  public static NodeSettings of(Path directory, Aggregates aggregates) {
    return new NodeSettings(directory, aggregates, ConfigFactory.empty(), UnaryOperator.identity());
  }

  public NodeSettings with(Config more) {
    return new NodeSettings(directory, aggregates, more.withFallback(overrides), log);
  }

  public NodeSettings withLog(UnaryOperator<LogSettings> change) {
    return new NodeSettings(directory, aggregates, overrides, change);
  }
}
