package epochal.actors.gateway;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epochal.ledger.key.Hash256;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.log.LogSettings;
import epochal.subnets.Aggregates;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a node is.
 *
 * @param directory its data
 * @param network whose data they are
 * @param aggregates the rules, with the network's constants; asked for once, on another thread
 *     while the node starts
 * @param overrides configuration that stands before everything else
 * @param log the last word on how the log is kept
 */
public record NodeSettings(
    Path directory,
    Hash256 network,
    Supplier<Aggregates> aggregates,
    Config overrides,
    UnaryOperator<LogSettings> log) {

  /** Of a network whose constants are known. */
  public static NodeSettings of(Path directory, Aggregates aggregates) {
    return of(directory, aggregates.network().network(), () -> aggregates);
  }

  /** Of the network whose genesis the directory has a copy of. */
  public static NodeSettings of(Path directory, Hash256 network) {
    return of(directory, network, () -> new Aggregates(Genesis.constants(directory, network)));
  }

  private static NodeSettings of(Path directory, Hash256 network, Supplier<Aggregates> aggregates) {
    return new NodeSettings(
        directory, network, aggregates, ConfigFactory.empty(), UnaryOperator.identity());
  }

  public NodeSettings with(Config more) {
    return new NodeSettings(directory, network, aggregates, more.withFallback(overrides), log);
  }

  public NodeSettings withLog(UnaryOperator<LogSettings> change) {
    return new NodeSettings(directory, network, aggregates, overrides, change);
  }
}
