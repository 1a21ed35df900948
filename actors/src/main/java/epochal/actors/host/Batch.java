package epochal.actors.host;

import epochal.actors.protocol.EntityMessage;
import epochal.actors.protocol.Outcome;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Input;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.Step;
import epochal.ledger.aggregate.Workers;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.ledger.lane.Fact;
import epochal.ledger.lane.Query;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.LogEntry;
import epochal.persistence.log.StreamName;
import epochal.persistence.record.EncodedRecord;
import epochal.persistence.record.RecordCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Inputs that are decided together: the records that they bring forth, encoded and chained, and the
 * answers that are due once these are durable.
 */
final class Batch<S, E> {
  /** A batch seldom holds more. */
  private static final int MOSTLY = 1;

  private final EntityId id;
  private final EntityLife<S, ?, E> life;
  private final HostEnvironment environment;
  private final RecordCodec codec;
  private final long wallMillis;
  private final LaneNotes notes;

  private Entity<S> entity;
  private Hash256 head;
  private long size;
  private final List<Written> records = new ArrayList<>(MOSTLY);
  private final List<Answer> answers = new ArrayList<>(MOSTLY);
  private final List<Input.Arrived<?>> arrived = new ArrayList<>(MOSTLY);

  /** What is to be acknowledged: one acknowledgement a lane settles everything before it too. */
  private final LastNumbers taken = new LastNumbers();

  /** What became of an input. */
  sealed interface Verdict {
    /** It is decided. */
    enum Concluded implements Verdict {
      INSTANCE
    }

    /** These must be asked first. */
    record Asks(SortedMap<EntityId, Query> queries) implements Verdict {}

    /** This must be computed first. */
    record Works(Function<Workers, Fact.Worked> work) implements Verdict {}
  }

  /** A record as it goes to the log. */
  record Written(EncodedRecord encoded, boolean attention) {
    LogEntry entry(StreamName stream) {
      return new LogEntry(
          stream,
          encoded.recorded().sequence(),
          attention,
          StoredRecord.SERIALIZER_ID,
          "",
          encoded.payload());
    }
  }

  private record Answer(Pending<?> pending, Supplier<Outcome> outcome) {}

  /**
   * An empty batch.
   *
   * @param entity as it is durable
   * @param notes for the first record
   */
  Batch(
      EntityId id,
      EntityLife<S, ?, E> life,
      HostEnvironment environment,
      Entity<S> entity,
      Hash256 head,
      LaneNotes notes) {
    this.id = id;
    this.life = life;
    this.environment = environment;
    this.codec = new RecordCodec(environment.aggregates().network().network());
    this.entity = entity;
    this.head = head;
    this.notes = notes;
    this.wallMillis = environment.wallClock().getAsLong();
  }

  /** Decides one more input on top of those before. */
  @SuppressWarnings("unchecked") // the input is of the entity's own kind
  <C> Verdict step(Pending<C> pending) {
    var step =
        ((EntityLife<S, C, E>) life)
            .step(
                entity,
                pending.input(),
                records.isEmpty() ? notes : LaneNotes.NONE,
                environment.clock().height(),
                wallMillis,
                pending.facts());
    switch (step) {
      case Step.Persist<S, E>(List<Recorded<E>> recorded, Entity<S> after) -> {
        add(recorded, after);
        long sequence = recorded.getFirst().sequence();
        answer(pending, new Outcome.Accepted(sequence, after.block()));
        if (pending.input() instanceof Input.Arrived<?> arrived) {
          taken.raise(arrived.from(), arrived.number());
        }
      }
      case Step.Settled<S, E>(long sequence) -> {
        answers.add(new Answer(pending, () -> before(sequence)));
        if (pending.input() instanceof Input.Arrived<?> arrived) {
          Long last = entity.lanes().inbox().get(arrived.from());
          taken.raise(arrived.from(), last == null ? arrived.number() : last);
        }
      }
      case Step.Refused<S, E>(var rejection) -> answer(pending, new Outcome.Rejected(rejection));
      case Step.Asks<S, E>(var queries) -> {
        return new Verdict.Asks(queries);
      }
      case Step.Works<S, E>(var work) -> {
        return new Verdict.Works(work);
      }
      case Step.Ignored<S, E> ignored -> {}
    }
    return Verdict.Concluded.INSTANCE;
  }

  /** A record of the notes alone. */
  void settle() {
    Step.Persist<S, E> step = life.settle(entity, notes, environment.clock().height(), wallMillis);
    add(step.records(), step.after());
  }

  private void add(List<Recorded<E>> recorded, Entity<S> after) {
    boolean attention = life.needsAttention(after);
    Hash256 chain = head;
    for (Recorded<E> record : recorded) {
      EncodedRecord bytes = codec.encode(record, chain);
      chain = bytes.chain();
      size += bytes.payload().length;
      records.add(new Written(bytes, attention));
    }
    head = chain;
    entity = after;
  }

  private void answer(Pending<?> pending, Outcome outcome) {
    if (pending.asker() != null) {
      answers.add(new Answer(pending, () -> outcome));
    }
  }

  private Outcome before(long sequence) {
    long block =
        sequence == 0
            ? Math.max(environment.clock().height(), entity.block())
            : environment.firsts().blockOf(id, sequence);
    return new Outcome.Accepted(sequence, block);
  }

  /** The input is decided: if it came on a lane, it is arriving until the batch has ended. */
  void decided(Input<?> input) {
    if (input instanceof Input.Arrived<?> message) {
      arrived.add(message);
    }
  }

  /** The messages on lanes among the inputs. */
  List<Input.Arrived<?>> arrived() {
    return arrived;
  }

  /** The encoded records together. */
  long bytes() {
    return size;
  }

  boolean persists() {
    return !records.isEmpty();
  }

  List<Written> records() {
    return records;
  }

  /** The records as the log takes them. */
  List<LogEntry> entries(StreamName stream) {
    if (records.size() == 1) {
      return List.of(records.getFirst().entry(stream));
    }
    List<LogEntry> entries = new ArrayList<>(records.size());
    for (Written record : records) {
      entries.add(record.entry(stream));
    }
    return entries;
  }

  Entity<S> after() {
    return entity;
  }

  Hash256 head() {
    return head;
  }

  /** The notes that became durable with the first record. */
  LaneNotes notes() {
    return notes;
  }

  /** Everything is durable: answers, in the order of the inputs, and acknowledges. */
  void conclude() {
    for (Answer answer : answers) {
      answer.pending().reply(answer.outcome().get());
    }
    taken.forEach(this::acknowledge);
  }

  private void acknowledge(EntityId sender, long number) {
    boolean asks = entity.lanes().inbox().size() > environment.settings().forgetAbove();
    environment.region().tellIdly(new EntityMessage.Acknowledge(sender, id, number, asks));
  }

  /** Nothing is known to be durable. */
  void abandon(Outcome outcome) {
    answers.forEach(answer -> answer.pending().reply(outcome));
  }
}
