package epochal.ledger.aggregate;

import java.util.function.IntConsumer;

/**
 * Whoever a pure computation may share its work with. A computation has no threads of its own; its
 * host lends it some, and the result must not depend on how many they are.
 */
public interface Workers {

  /** Only whoever asks. */
  Workers ONE =
      new Workers() {
        @Override
        public int count() {
          return 1;
        }

        @Override
        public void share(int parts, IntConsumer work) {
          for (int part = 0; part < parts; part++) {
            work.accept(part);
          }
        }
      };

  /** How many they are; more parts than that gain nothing. */
  int count();

  /**
   * Has {@code work} done with every number from 0 to {@code parts - 1}, in any order and perhaps
   * at the same time; comes back when all is done and can be seen.
   */
  void share(int parts, IntConsumer work);
}
