package epochal.actors.gateway;

import epochal.actors.protocol.Asker;
import epochal.actors.protocol.EntityMessage;
import epochal.actors.protocol.Outcome;
import epochal.actors.protocol.Region;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.NetworkParameters;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.AccountId;
import epochal.ledger.key.Signature;
import epochal.ledger.lane.Query;
import epochal.ledger.lane.Sourced;
import epochal.ledger.rejection.Rejection;
import epochal.ledger.rejection.RejectionCode;
import epochal.persistence.log.LogException;
import epochal.persistence.record.CallCodec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContextExecutor;

/**
 * The way in for commands and queries, from any thread.
 *
 * <p>A command is verified here and nowhere behind. It is sent again when no answer comes; the
 * entity answers the same command twice with the same outcome, so that this is safe, and a caller
 * may do so too.
 */
public final class Gateway {
  /** After an answer that does not tell; doubled each time. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private static final Rejection NOT_BEGUN =
      Rejection.of(
          RejectionCode.BadRequest,
          "The network has not begun: its genesis must be imported to the end first.");

  private static final Outcome STOPPING =
      new Outcome.Busy("The node is stopping: send the command again later.");

  private final Region region;
  private final NetworkParameters network;
  private final Scheduler scheduler;
  private final ExecutionContextExecutor executor;
  private final Supplier<Optional<LogException>> stopped;
  private final Duration attempt;
  private final Duration patience;
  private final AnswerTimes times;
  private final Questions questions;
  private volatile boolean begun;

  /**
   * A gateway.
   *
   * @param questions takes the answers to commands
   * @param executor verifies signatures and continues queries
   * @param stopped why the log has stopped for good, after which nothing is tried again
   * @param attempt how long the first attempt may be unanswered at least
   * @param patience how long attempts go on
   */
  Gateway(
      Region region,
      NetworkParameters network,
      Questions questions,
      Scheduler scheduler,
      ExecutionContextExecutor executor,
      Supplier<Optional<LogException>> stopped,
      Duration attempt,
      Duration patience) {
    this.region = region;
    this.network = network;
    this.questions = questions;
    this.scheduler = scheduler;
    this.executor = executor;
    this.stopped = stopped;
    this.attempt = attempt;
    this.times = new AnswerTimes(attempt);
    this.patience = patience;
  }

  /** From now on commands are taken: the genesis is complete. */
  void begin() {
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }

  /** The network whose commands are taken. */
  public NetworkParameters network() {
    return network;
  }

  /**
   * Submits a command as it was signed.
   *
   * @param signedBytes what {@link CallCodec#canonicalBytes} made; given away, not copied
   * @return never fails. A continuation that names no executor may run where all answers are taken:
   *     it must be quick and wait for nothing
   */
  public CompletionStage<Outcome> submit(
      byte[] signedBytes, AccountId signer, Signature signature) {
    var answer = new CompletableFuture<Outcome>();
    // One task verifies and submits: each more would cost as much as the checks of the call's form.
    executor.execute(
        () -> {
          try {
            switch (CallCodec.verify(signedBytes, signer, signature, network)) {
              case CallCodec.Genuine(SignedCall call) -> submitVerified(call, answer);
              case CallCodec.Refused(Rejection rejection) ->
                  answer.complete(new Outcome.Rejected(rejection));
            }
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  /** The same; only what was signed counts, and not what else the call says. */
  public CompletionStage<Outcome> submit(SignedCall call) {
    return submit(call.signedBytes().values(), call.signer(), call.signature());
  }

  /** Submits a command that {@link CallCodec#verify} has found genuine. */
  CompletionStage<Outcome> submitVerified(SignedCall call) {
    var answer = new CompletableFuture<Outcome>();
    submitVerified(call, answer);
    return answer;
  }

  private void submitVerified(SignedCall call, CompletableFuture<Outcome> answer) {
    if (!begun) {
      answer.complete(new Outcome.Rejected(NOT_BEGUN));
    } else if (region.isClosed()) {
      answer.complete(STOPPING);
    } else {
      new Asking(asker -> new EntityMessage.Submit(call, asker), answer).begin(region::tellShortly);
    }
  }

  /**
   * Asks an entity.
   *
   * @return fails with a {@link java.util.concurrent.TimeoutException} when it does not answer
   */
  public CompletionStage<Sourced> query(EntityId entity, Query query) {
    return this.<EntityMessage.FactFound>inquire(
            replyTo -> new EntityMessage.AskFact(entity, query, 0, replyTo))
        .thenApply(EntityMessage.FactFound::fact);
  }

  /**
   * A whole entity as it is durable.
   *
   * @return fails with a {@link java.util.concurrent.TimeoutException} when it does not answer
   */
  public CompletionStage<Entity<?>> describe(EntityId entity) {
    return this.<EntityMessage.Description>inquire(
            replyTo -> new EntityMessage.Describe(entity, replyTo))
        .thenApply(EntityMessage.Description::entity);
  }

  /** Asks what changes nothing; again, when an entity that was about to stop was asked. */
  private <R> CompletableFuture<R> inquire(Function<ActorRef<R>, EntityMessage> question) {
    var answer = new CompletableFuture<R>();
    inquire(question, System.nanoTime() + patience.toNanos(), answer);
    return answer;
  }

  private <R> void inquire(
      Function<ActorRef<R>, EntityMessage> question, long deadline, CompletableFuture<R> answer) {
    region
        .ask(question, attempt, scheduler)
        .whenCompleteAsync(
            (found, failure) -> {
              if (found != null) {
                answer.complete(found);
              } else if (region.isClosed() || System.nanoTime() - deadline >= 0) {
                answer.completeExceptionally(failure);
              } else {
                inquire(question, deadline, answer);
              }
            },
            executor);
  }

  /** Runs it after a while. */
  void later(Duration delay, Runnable what) {
    scheduler.scheduleOnce(delay, what, executor);
  }

  /** Whether nothing more is sent, because the node is stopping. */
  boolean isClosed() {
    return region.isClosed();
  }

  /** Asks again and again until there is an answer that settles it. */
  CompletionStage<Outcome> ask(Function<Asker, EntityMessage> question) {
    var answer = new CompletableFuture<Outcome>();
    if (region.isClosed()) {
      answer.complete(STOPPING);
    } else {
      new Asking(question, answer).begin(region::tell);
    }
    return answer;
  }

  /**
   * A command that is sent until there is an answer that settles it. Each attempt may take twice as
   * long as the one before. That it was obeyed settles it whichever attempt that is the answer to;
   * that it was refused does so only from the last, since an attempt that is still under way may
   * yet be obeyed.
   */
  private final class Asking implements Questions.Question {
    private final Function<Asker, EntityMessage> question;
    private final CompletableFuture<Outcome> answer;
    private final long began = System.nanoTime();
    private final long number = questions.next();
    private int attempt;

    /** How long this attempt may be unanswered. */
    private long withinNanos = atMost(times.bearableNanos());

    /** How long to wait after an answer that does not tell. */
    private long pauseNanos = FIRST_PAUSE.toNanos();

    /** When something must be done if no answer settles it before. */
    private long dueNanos = began + withinNanos;

    /**
     * What the last attempt came to, if it does not tell; then it is tried again when it is due.
     */
    private @Nullable Outcome unsettled;

    Asking(Function<Asker, EntityMessage> question, CompletableFuture<Outcome> answer) {
      this.question = question;
      this.answer = answer;
    }

    void begin(Consumer<EntityMessage> way) {
      questions.put(number, this);
      way.accept(question.apply(questions.asker(number, 0)));
    }

    /** So long, or until patience is at its end. */
    private long atMost(long nanos) {
      long left = patience.toNanos() - (System.nanoTime() - began);
      return Math.max(1, Math.min(nanos, left));
    }

    @Override
    public @Nullable Outcome answered(int whichAttempt, Outcome outcome) {
      boolean obeyed = outcome instanceof Outcome.Accepted;
      if (whichAttempt != attempt && !obeyed) {
        return null;
      }
      // To an attempt before this one, of which nothing is known, there may have been room.
      boolean tells =
          !(outcome instanceof Outcome.Failed) && !(outcome instanceof Outcome.Busy && attempt > 0);
      if (tells) {
        times.took(System.nanoTime() - began);
        return outcome;
      }
      dueNanos = System.nanoTime() + pauseNanos;
      pauseNanos *= 2;
      unsettled = outcome;
      return end();
    }

    @Override
    public boolean isOverdue(long nowNanos) {
      return nowNanos - dueNanos >= 0;
    }

    @Override
    public @Nullable Outcome overdue() {
      Outcome end = end();
      if (end == null) {
        withinNanos = atMost(unsettled == null ? withinNanos * 2 : withinNanos);
        dueNanos = System.nanoTime() + withinNanos;
        unsettled = null;
        attempt = Math.min(attempt + 1, Questions.LAST_ATTEMPT);
        region.tell(question.apply(questions.asker(number, attempt)));
      }
      return end;
    }

    /** What the caller is told if there will be no other attempt; none if there will. */
    private @Nullable Outcome end() {
      Optional<LogException> stop = stopped.get();
      if (unsettled != null && stop.isPresent()) {
        return new Outcome.Failed(String.valueOf(stop.get().getMessage()));
      }
      if (System.nanoTime() - began >= patience.toNanos()) {
        return unsettled instanceof Outcome.Failed
            ? unsettled
            : unknown("There was no answer in " + patience.toSeconds() + " s");
      }
      return region.isClosed() ? abandoned() : null;
    }

    @Override
    public Outcome abandoned() {
      return unknown("The node stopped before there was an answer");
    }

    @Override
    public void settle(Outcome outcome) {
      answer.complete(outcome);
    }

    private static Outcome unknown(String why) {
      return new Outcome.Failed(
          why + "; it is not known whether the command took effect. Send the same command again.");
    }
  }
}
