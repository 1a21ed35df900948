package epochal.ledger.aggregate;

import epochal.ledger.id.EntityId;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Message;
import epochal.ledger.lane.Query;
import epochal.ledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * The one shape of everything that lives in the ledger: pure functions over immutable values.
 *
 * <p>{@link #decide} and {@link #receive} say what happens, {@link #evolve} makes it so. Nothing
 * here reads a clock, a random number or another aggregate; what is needed of others is asked for
 * ({@link Decision.Asks}) and comes back in the {@link Context}.
 *
 * @param <S> state, a record
 * @param <C> commands, a sealed interface of records; those that a person signs are {@link Call}s
 * @param <E> events, a sealed interface of records in the past tense
 */
public interface Aggregate<S, C, E> {

  /** Never: a height that no block reaches. */
  long NEVER = Long.MAX_VALUE;

  S initial(EntityId id);

  /** Says no, or says what happened. */
  Decision<E> decide(S state, C command, Context context);

  /**
   * Why a call is refused that names this aggregate as its target but is none of its commands, or
   * null: root is a subnet by its id and takes none of a subnet's calls.
   */
  default @Nullable Rejection foreign(Call call) {
    return null;
  }

  /**
   * Takes a message from a lane, which cannot be rejected: where the aggregate must not take it, it
   * says so in an event that sends it back.
   */
  Decision<E> receive(S state, EntityId from, Message message, Context context);

  /**
   * The state after an event.
   *
   * @param block at which it happened
   * @throws IllegalStateException if the event cannot apply, which is a bug
   */
  S evolve(S state, E event, long block);

  /**
   * What the event does beyond this aggregate.
   *
   * @param state before the event
   */
  Flow flow(S state, E event);

  /** Answers from the state. */
  Fact answer(S state, Query query, Context context);

  Holdings holdings(S state);

  /** What the aggregate wants to do by itself at this block, if anything. */
  default @Nullable C todo(S state, long block) {
    return null;
  }

  /** The first block at which {@link #todo} may have something, {@link #NEVER} if none is known. */
  default long wakeAt(S state) {
    return NEVER;
  }

  /** For an aggregate that was asked what it does not know. */
  static IllegalArgumentException unanswerable(EntityId id, Query query) {
    return new IllegalArgumentException(
        id.text() + " has no answer to " + query.getClass().getSimpleName());
  }
}
