package epochal.persistence.kryo;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Types that another module would add. */
public final class TestTypes implements KryoTypes {

  /** A message as hosts send them. */
  record Question(String text, ActorRef<String> replyTo) implements KryoSerializable {}

  @Override
  public int firstId() {
    return 9000;
  }

  @Override
  public int lastId() {
    return 9009;
  }

  @Override
  public List<Class<?>> types() {
    return List.of(Question.class);
  }
}
