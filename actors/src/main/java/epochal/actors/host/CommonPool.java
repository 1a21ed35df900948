package epochal.actors.host;

import epochal.ledger.aggregate.Workers;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The machine's processors as workers. Whoever shares its work does a part of it itself, so that
 * nothing waits for a thread that nobody can have.
 *
 * @param count how many parts are worth making
 */
public record CommonPool(int count) implements Workers {

  /** Every processor. */
  public CommonPool() {
    this(Runtime.getRuntime().availableProcessors());
  }

  @Override
  public void share(int parts, IntConsumer work) {
    IntStream.range(0, parts).parallel().forEach(work);
  }
}
