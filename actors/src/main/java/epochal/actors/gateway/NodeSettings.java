package epochal.actors.gateway;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epochal.subnets.Aggregates;
import java.nio.file.Path;

/**
 * What a node is.
 *
 * @param directory its data
 * @param aggregates the rules, with the network's constants
 * @param overrides configuration that stands before everything else
 */
public record NodeSettings(Path directory, Aggregates aggregates, Config overrides) {

  public static NodeSettings of(Path directory, Aggregates aggregates) {
    return new NodeSettings(directory, aggregates, ConfigFactory.empty());
  }

  public NodeSettings with(Config more) {
    return new NodeSettings(directory, aggregates, more.withFallback(overrides));
  }
}
