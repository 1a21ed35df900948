package epochal.actors.clock;

import epochal.actors.protocol.Answer;
import epochal.actors.protocol.Asker;
import epochal.actors.protocol.EntityMessage;
import epochal.actors.protocol.Outcome;
import epochal.actors.protocol.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Drives the block height: tells the network's emission that the next block is there, waits until
 * that is durable, and lets this node know.
 *
 * <p>There is one tick under way at most. It is sent again when no answer comes, which is safe,
 * because a block that has been ticked is not ticked twice.
 */
public final class BlockClock {
  private final ActorRef<Command> actor;

  private BlockClock(ActorRef<Command> actor) {
    this.actor = actor;
  }

  /** A handle on the clock's actor. */
  public static BlockClock of(ActorRef<Command> actor) {
    return new BlockClock(actor);
  }

  /** What the clock is told. */
  public sealed interface Command {}

  private record Run(Pace pace, long until, CompletableFuture<Long> reached) implements Command {}

  private record Pause(CompletableFuture<Long> paused) implements Command {}

  private record Ticked(Outcome outcome) implements Command {}

  private record Settled(long block) implements Command {}

  private enum Own implements Command {
    NEXT,
    OVERDUE
  }

  /** Lets blocks follow at this pace until it is told otherwise. */
  public void run(Pace pace) {
    actor.tell(new Run(pace, Long.MAX_VALUE, new CompletableFuture<>()));
  }

  /**
   * Lets blocks follow at this pace up to the height {@code until}, and pauses there.
   *
   * @return the height, once it is reached and, at the pace {@link Pace.Fast}, has settled; a lower
   *     one if the clock was paused or told otherwise before
   */
  public CompletionStage<Long> runTo(long until, Pace pace) {
    var reached = new CompletableFuture<Long>();
    actor.tell(new Run(pace, until, reached));
    return reached;
  }

  /**
   * Begins no further block.
   *
   * @return the height, once the block under way is done
   */
  public CompletionStage<Long> pause() {
    var paused = new CompletableFuture<Long>();
    actor.tell(new Pause(paused));
    return paused;
  }

  /**
   * The clock's behavior.
   *
   * @param retryAfter how long a tick may be unanswered before it is sent again; it is also sent
   *     again so long after it was refused, with the same height
   * @param warns whether a tick that is refused is worth a warning, because nobody else tells why
   */
  public static Behavior<Command> create(
      Region region,
      BlockHeight height,
      Settling settling,
      Duration retryAfter,
      BooleanSupplier warns) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Driver(context, timers, region, height, settling, retryAfter, warns)));
  }

  private static final class Driver extends AbstractBehavior<Command> {
    private final TimerScheduler<Command> timers;
    private final Region region;
    private final BlockHeight height;
    private final Settling settling;
    private final Duration retryAfter;
    private final BooleanSupplier warns;
    private final ActorRef<Answer> answers;

    private @Nullable Run run;
    private boolean ticking;
    private boolean waiting;
    private Runnable waitNoMore = () -> {};
    private boolean hurrying;
    private long lastTickNanos;
    private final List<CompletableFuture<Long>> pausing = new ArrayList<>();

    Driver(
        ActorContext<Command> context,
        TimerScheduler<Command> timers,
        Region region,
        BlockHeight height,
        Settling settling,
        Duration retryAfter,
        BooleanSupplier warns) {
      super(context);
      this.timers = timers;
      this.region = region;
      this.height = height;
      this.settling = settling;
      this.retryAfter = retryAfter;
      this.warns = warns;
      this.answers = context.messageAdapter(Answer.class, answer -> new Ticked(answer.outcome()));
      this.lastTickNanos = System.nanoTime();
    }

    @Override
    public Receive<Command> createReceive() {
      return newReceiveBuilder()
          .onMessage(Run.class, this::onRun)
          .onMessage(Pause.class, this::onPause)
          .onMessage(Ticked.class, this::onTicked)
          .onMessage(Settled.class, this::onSettled)
          .onMessageEquals(Own.NEXT, this::next)
          .onMessageEquals(Own.OVERDUE, this::tick)
          .build();
    }

    private Behavior<Command> onRun(Run newRun) {
      endRun();
      run = newRun;
      hurry(newRun.pace() instanceof Pace.Fast);
      timers.cancel(Own.NEXT);
      waiting = false;
      return ticking ? this : proceed();
    }

    private Behavior<Command> onPause(Pause pause) {
      endRun();
      waiting = false;
      timers.cancel(Own.NEXT);
      if (ticking) {
        pausing.add(pause.paused());
      } else {
        pause.paused().complete(height.height());
      }
      return this;
    }

    /** Whoever waits for a height that is reached, or not aimed at any more, is told what it is. */
    private void endRun() {
      if (run != null) {
        run.reached().complete(height.height());
        run = null;
      }
      waitNoMore.run();
      hurry(false);
    }

    /** For as long as blocks wait for each other, and not anew at every block. */
    private void hurry(boolean on) {
      if (on && !hurrying) {
        region.hurry();
      } else if (!on && hurrying) {
        region.relax();
      }
      hurrying = on;
    }

    private Behavior<Command> onTicked(Ticked ticked) {
      if (!ticking) {
        return this;
      }
      if (!(ticked.outcome() instanceof Outcome.Accepted(long sequence, long block))) {
        if (warns.getAsBoolean()) {
          getContext().getLog().warn("Block {}: {}", height.height() + 1, ticked.outcome());
        }
        timers.startSingleTimer(Own.OVERDUE, Own.OVERDUE, retryAfter);
        return this;
      }
      if (block <= height.height()) {
        // The late answer to a tick that was sent twice.
        return this;
      }
      timers.cancel(Own.OVERDUE);
      ticking = false;
      height.reached(height.height() + 1);
      pausing.forEach(paused -> paused.complete(height.height()));
      pausing.clear();
      return proceed();
    }

    /** When the next block may be: now, in a while, or when this one has settled. */
    private Behavior<Command> proceed() {
      Run current = run;
      if (current == null || waiting) {
        return this;
      }
      switch (current.pace()) {
        case Pace.Fast(int mostInFlight) -> {
          waiting = true;
          long block = height.height();
          var self = getContext().getSelf();
          waitNoMore = settling.whenSettled(mostInFlight, () -> self.tell(new Settled(block)));
        }
        case Pace.Every(Duration interval) -> {
          if (height.height() >= current.until()) {
            endRun();
            return this;
          }
          long left = lastTickNanos + interval.toNanos() - System.nanoTime();
          timers.startSingleTimer(Own.NEXT, Own.NEXT, Duration.ofNanos(Math.max(left, 0)));
        }
      }
      return this;
    }

    private Behavior<Command> onSettled(Settled settled) {
      Run current = run;
      if (!waiting || current == null || settled.block() != height.height()) {
        return this;
      }
      waiting = false;
      if (height.height() >= current.until()) {
        endRun();
        return this;
      }
      return next();
    }

    private Behavior<Command> next() {
      if (run == null || ticking) {
        return this;
      }
      ticking = true;
      if (run.pace() instanceof Pace.Every(Duration interval)) {
        // Keeps the average interval, without making up for blocks that were missed.
        long now = System.nanoTime();
        long onTime = lastTickNanos + interval.toNanos();
        lastTickNanos = now - onTime > interval.toNanos() ? now : onTime;
      }
      return tick();
    }

    private Behavior<Command> tick() {
      long block = height.height() + 1;
      region.tell(new EntityMessage.Tick(block, new Asker(answers, block)));
      timers.startSingleTimer(Own.OVERDUE, Own.OVERDUE, retryAfter);
      return this;
    }
  }
}
