package epochal.cluster.restart;

import epochal.actors.gateway.Node;
import epochal.actors.protocol.Outcome;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Signature;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.ledger.rejection.RejectionCode;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.DurableListener;
import epochal.persistence.log.LogEntry;
import epochal.persistence.record.CallCodec;
import epochal.persistence.record.RecordCodec;
import epochal.persistence.wire.LedgerSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sends numbered transfers through a node's gateway, so many at a time, and reports each as soon as
 * its sender has answered and again as soon as its receiver's event is durable. The next is sent
 * only when an arrival has been reported, so that whoever reads the reports knows how far the
 * numbers can have gone.
 */
final class NumberedClient implements DurableListener {
  /** How many blocks a call is valid for, and when that is set anew. */
  static final long VALID_BLOCKS = 30;

  private static final long RENEW_BLOCKS = 10;

  private static final String CREDITED =
      LedgerSchema.schemaOfEvent(
          new AccountEvent.Credited(Rao.of(1), Message.Credit.Reason.TRANSFER));

  private final Node node;
  private final NumberedTransfers transfers;
  private final Reports reports;
  private final RecordCodec codec;
  private final long first;
  private final Semaphore room;
  private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final CompletableFuture<@Nullable Void> answeredAgain = new CompletableFuture<>();
  private volatile boolean stopped;

  /** What is to be reported. */
  private sealed interface Told {
    /** What has become durable. */
    record Durable(List<LogEntry> entries) implements Told {}

    /** What was answered. */
    record Settled(Report report, boolean makesRoom) implements Told {}

    /** Nothing more. */
    record End(CompletableFuture<@Nullable Void> reported) implements Told {}
  }

  /**
   * @param first the number of the first transfer that it sends of itself
   * @param inFlight how many have not arrived at any time
   */
  NumberedClient(
      Node node, NumberedTransfers transfers, Reports reports, long first, int inFlight) {
    this.node = node;
    this.transfers = transfers;
    this.reports = reports;
    this.codec = new RecordCodec(node.gateway().network().network());
    this.first = first;
    this.room = new Semaphore(inFlight);
  }

  /**
   * Reports from now on, sends what is to be sent again, and then new ones if that is wanted. A
   * failure ends the process, which is what its owner watches.
   */
  void start(List<Worker.Again> again, boolean load) {
    node.log().addListener(this);
    daemon("restart-reports", this::report);
    daemon(
        "restart-sender",
        () -> {
          sendAgain(again);
          if (load) {
            sendNew();
          }
        });
  }

  /** Completes when everything that was to be sent again has an answer. */
  CompletableFuture<?> answeredAgain() {
    return answeredAgain;
  }

  private static void daemon(String name, Running running) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                running.run();
              } catch (InterruptedException | RuntimeException | Error e) {
                Worker.fail(e);
              }
            });
  }

  /** What a thread does. */
  private interface Running {
    void run() throws InterruptedException;
  }

  /** Sends nothing new any more. */
  void stop() {
    stopped = true;
  }

  private void sendAgain(List<Worker.Again> again) throws InterruptedException {
    var answers = new ArrayList<CompletableFuture<Outcome>>();
    for (Worker.Again call : again) {
      room.acquire();
      answers.add(send(call.number(), call.validUntil()).toCompletableFuture());
    }
    var ignored =
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
            .thenRun(() -> answeredAgain.complete(null));
  }

  private void sendNew() throws InterruptedException {
    long validUntil = 0;
    for (long number = first; !stopped; number++) {
      room.acquire();
      long height = node.height().height();
      if (validUntil < height + RENEW_BLOCKS) {
        validUntil = height + VALID_BLOCKS;
        // Told before it holds, so that a call can be sent again exactly as it was.
        reports.write(new Report(Report.Kind.VALID_UNTIL, number, validUntil));
      }
      var ignored = send(number, validUntil);
    }
  }

  /** Sends one, for the first time or again. */
  CompletionStage<Outcome> send(long number, long validUntil) {
    AccountCommand.Transfer transfer = transfers.of(number);
    byte[] bytes =
        CallCodec.canonicalBytes(transfer, node.gateway().network().network(), validUntil);
    return node.gateway()
        .submit(bytes, transfer.coldkey(), Signature.NONE)
        .thenApply(
            outcome -> {
              answered(number, outcome);
              return outcome;
            });
  }

  /**
   * A call that is sent again makes room when it has an answer, since it may have arrived before;
   * any other when it has arrived or never will.
   */
  private void answered(long number, Outcome outcome) {
    boolean again = number < first;
    switch (outcome) {
      case Outcome.Accepted(long sequence, long block) ->
          settled(Report.Kind.ANSWERED, number, sequence, again);
      case Outcome.Rejected(var rejection)
          when rejection.code() == RejectionCode.AncientBirthBlock ->
          settled(Report.Kind.EXPIRED, number, 0, true);
      case Outcome.Rejected ignored -> settled(Report.Kind.REFUSED, number, 0, true);
      case Outcome.Busy ignored -> settled(Report.Kind.UNSETTLED, number, 0, true);
      case Outcome.Unavailable ignored -> settled(Report.Kind.UNSETTLED, number, 0, true);
      case Outcome.Failed ignored -> settled(Report.Kind.UNSETTLED, number, 0, again);
    }
  }

  private void settled(Report.Kind kind, long number, long value, boolean makesRoom) {
    told.add(new Told.Settled(new Report(kind, number, value), makesRoom));
  }

  @Override
  public void onDurable(long firstOffset, List<LogEntry> entries) {
    told.add(new Told.Durable(entries));
  }

  private void report() throws InterruptedException {
    var batch = new ArrayList<Told>();
    var out = new ArrayList<Report>();
    while (true) {
      batch.add(told.take());
      told.drainTo(batch);
      int arrived = 0;
      for (Told each : batch) {
        arrived += collect(each, out);
      }
      reports.write(out);
      room.release(arrived);
      if (batch.getLast() instanceof Told.End(var reported)) {
        reported.complete(null);
        return;
      }
      batch.clear();
      out.clear();
    }
  }

  /** How many of its own transfers will arrive no more, or have arrived. */
  private int collect(Told told, List<Report> out) {
    switch (told) {
      case Told.Settled(Report report, boolean makesRoom) -> {
        out.add(report);
        return makesRoom ? 1 : 0;
      }
      case Told.Durable(List<LogEntry> entries) -> {
        int arrived = 0;
        for (LogEntry entry : entries) {
          Report report = arrival(entry);
          if (report != null) {
            out.add(report);
            arrived += report.number() >= first ? 1 : 0;
          }
        }
        return arrived;
      }
      case Told.End ignored -> {
        return 0;
      }
    }
  }

  private @Nullable Report arrival(LogEntry entry) {
    if (entry.serializerId() != StoredRecord.SERIALIZER_ID
        || !RecordCodec.schemaOf(entry.payload()).equals(CREDITED)
        || !(entry.name().entity() instanceof EntityId entity)) {
      return null;
    }
    var recorded = codec.decode(entity, entry.sequence(), entry.payload()).recorded();
    if (recorded.event() instanceof AccountEvent.Credited(Rao amount, var reason)
        && reason == Message.Credit.Reason.TRANSFER) {
      Long number = NumberedTransfers.number(amount);
      return number == null ? null : new Report(Report.Kind.ARRIVED, number, entry.sequence());
    }
    return null;
  }

  /** Reports what is left; to be called when the node has stopped. */
  void finish() {
    var reported = new CompletableFuture<@Nullable Void>();
    told.add(new Told.End(reported));
    reported.join();
  }
}
