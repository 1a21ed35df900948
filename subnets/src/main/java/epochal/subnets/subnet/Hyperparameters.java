package epochal.subnets.subnet;

import epochal.ledger.money.Rao;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/**
 * The values of all hyperparameters of one subnet.
 *
 * @param values by parameter, complete
 */
public record Hyperparameters(TreePMap<Hyperparameter, Long> values) {
  public static final Hyperparameters INITIAL = initial();

  private static Hyperparameters initial() {
    TreePMap<Hyperparameter, Long> values = TreePMap.empty();
    for (Hyperparameter parameter : Hyperparameter.values()) {
      values = values.plus(parameter, parameter.initial());
    }
    return new Hyperparameters(values);
  }

  public Hyperparameters with(Hyperparameter parameter, long value) {
    return new Hyperparameters(values.plus(parameter, value));
  }

  public long get(Hyperparameter parameter) {
    Long value = values.get(parameter);
    if (value == null) {
      throw new IllegalStateException(parameter + " has no value");
    }
    return value;
  }

  public int getInt(Hyperparameter parameter) {
    return Math.toIntExact(get(parameter));
  }

  public boolean is(Hyperparameter parameter) {
    return get(parameter) == 1;
  }

  public Rao getRao(Hyperparameter parameter) {
    return Rao.of(get(parameter));
  }

  /** All values by the name of spec 03 §8; 64-bit ones unsigned. */
  public SortedMap<String, Long> byName() {
    var named = new TreeMap<String, Long>();
    values.forEach((parameter, value) -> named.put(parameter.specName(), value));
    return Collections.unmodifiableSortedMap(named);
  }
}
