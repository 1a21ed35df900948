package epochal.actors.gateway;

import epochal.actors.protocol.Answer;
import epochal.actors.protocol.Asker;
import epochal.actors.protocol.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * The commands of this node that are unanswered. One actor takes all their answers and looks now
 * and then which are overdue. An actor and a timer for each, as Pekko's ask has it, cost a tenth of
 * all that a transfer does.
 *
 * <p>Any thread puts a question; from then on it belongs to the actor. A ticket names a question
 * and the attempt at it.
 */
final class Questions {
  /** How late it may be noticed that an answer is overdue. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private static final int ATTEMPT_BITS = 8;
  static final int LAST_ATTEMPT = (1 << ATTEMPT_BITS) - 1;

  private final Map<Long, Question> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final ActorRef<Answer> answers;
  private volatile boolean ended;

  /** What is to be answered; called by the actor alone, and must not wait for anything. */
  interface Question {
    /**
     * An answer.
     *
     * @param attempt that it is the answer to
     * @return what settles the question; null if another answer is to follow
     */
    @Nullable Outcome answered(int attempt, Outcome outcome);

    /** Whether it is time to do something about it. */
    boolean isOverdue(long nowNanos);

    /**
     * Asks again or gives up.
     *
     * @return what settles the question; null if it was asked again
     */
    @Nullable Outcome overdue();

    /** What settles the question when no answer will be taken any more. */
    Outcome abandoned();

    /** Tells whoever waits; called once, when nothing is kept of the question any more. */
    void settle(Outcome outcome);
  }

  private enum Look {
    INSTANCE
  }

  Questions(ActorSystem<?> system) {
    answers = system.systemActorOf(behavior(), "answers", Props.empty()).narrow();
  }

  /** The number of the next question. */
  long next() {
    return numbers.incrementAndGet();
  }

  /** A question under way. */
  void put(long number, Question question) {
    open.put(number, question);
    if (ended) {
      settle(number, question, question.abandoned());
    }
  }

  /**
   * Who asks.
   *
   * @param attempt from 0 to {@value #LAST_ATTEMPT}
   */
  Asker asker(long number, int attempt) {
    return new Asker(answers, number << ATTEMPT_BITS | attempt);
  }

  /** How many are unanswered. */
  int size() {
    return open.size();
  }

  private Behavior<Object> behavior() {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK_EVERY);
          return Behaviors.receive(Object.class)
              .onMessage(Answer.class, this::take)
              .onMessageEquals(Look.INSTANCE, this::look)
              .onSignal(PostStop.class, stopped -> abandon())
              .build();
        });
  }

  private Behavior<Object> take(Answer answer) {
    long number = answer.ticket() >>> ATTEMPT_BITS;
    int attempt = (int) answer.ticket() & LAST_ATTEMPT;
    Question question = open.get(number);
    if (question != null) {
      settle(number, question, question.answered(attempt, answer.outcome()));
    }
    return Behaviors.same();
  }

  private Behavior<Object> look() {
    long now = System.nanoTime();
    open.forEach(
        (number, question) -> {
          if (question.isOverdue(now)) {
            settle(number, question, question.overdue());
          }
        });
    return Behaviors.same();
  }

  private Behavior<Object> abandon() {
    ended = true;
    open.forEach((number, question) -> settle(number, question, question.abandoned()));
    return Behaviors.same();
  }

  private void settle(long number, Question question, @Nullable Outcome outcome) {
    if (outcome != null && open.remove(number, question)) {
      question.settle(outcome);
    }
  }
}
