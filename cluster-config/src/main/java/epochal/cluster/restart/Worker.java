package epochal.cluster.restart;

import epochal.actors.gateway.Node;
import epochal.actors.protocol.Outcome;
import epochal.cluster.bench.TransferNetwork;
import epochal.ledger.key.Hash256;
import epochal.persistence.genesis.Genesis;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The program of the processes that are killed: a node on a data directory, and the client that
 * uses it. It reports on its standard output, in {@link Report}s and nothing else. On its standard
 * input it is given what it is to send again, and later the word to stop; when the input ends
 * without it, whoever started it is gone, and it ends at once.
 */
public final class Worker {
  /** Stops the node in order. */
  static final int STOP = 's';

  private static final int ORPHANED = 2;
  private static final int FAILED = 3;

  /** What a process is to do once its node is ready. */
  enum Task {
    /** Send what is to be sent again, and then transfers without end. */
    LOAD,
    /** Send what is to be sent again, let everything arrive, and stop in order. */
    SETTLE,
    /** Send one transfer. */
    ONE
  }

  /** A call to send again, exactly as it was. */
  record Again(long number, long validUntil) {}

  /**
   * What a process is told on its command line.
   *
   * @param network the hash of its genesis
   * @param accounts that take part
   * @param seed of the transfers
   * @param first number of those that it sends of itself
   */
  record Order(
      Path data, Hash256 network, Task task, int accounts, int inFlight, long seed, long first) {
    List<String> arguments() {
      return List.of(
          data.toString(),
          network.hex(),
          task.name(),
          Integer.toString(accounts),
          Integer.toString(inFlight),
          Long.toString(seed),
          Long.toString(first));
    }

    static Order of(String[] arguments) {
      return new Order(
          Path.of(arguments[0]),
          Hash256.parse(arguments[1]),
          Task.valueOf(arguments[2]),
          Integer.parseInt(arguments[3]),
          Integer.parseInt(arguments[4]),
          Long.parseLong(arguments[5]),
          Long.parseLong(arguments[6]));
    }
  }

  private final Order order;
  private final Reports reports;
  private final CompletableFuture<List<Again>> again = new CompletableFuture<>();
  private final CountDownLatch stop = new CountDownLatch(1);

  private Worker(Order order, Reports reports) {
    this.order = order;
    this.reports = reports;
  }

  public static void main(String[] arguments) {
    var reports = new Reports(new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err);
    reports.now(Report.Kind.RUNNING, 0);
    try {
      var worker = new Worker(Order.of(arguments), reports);
      Thread.ofPlatform().daemon().name("restart-orders").start(worker::listen);
      worker.run();
      System.exit(0);
    } catch (InterruptedException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Ends the process, saying why. */
  @SuppressWarnings("CatchAndPrintStackTrace") // the process that started this one reads it
  static void fail(Throwable e) {
    e.printStackTrace();
    System.err.flush();
    Runtime.getRuntime().halt(FAILED);
  }

  private void listen() {
    try (var in = new DataInputStream(System.in)) {
      int count = in.readInt();
      var calls = new ArrayList<Again>(count);
      for (int i = 0; i < count; i++) {
        calls.add(new Again(in.readLong(), in.readLong()));
      }
      again.complete(calls);
      if (in.read() == STOP) {
        stop.countDown();
      } else {
        Runtime.getRuntime().halt(ORPHANED);
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(ORPHANED);
    }
  }

  private void run() throws InterruptedException {
    Instant start = Instant.now();
    Node node = Node.start(TransferNetwork.settings(order.data(), order.network()));
    Node.Startup startup = node.startup();
    reports.write(
        new Report(Report.Kind.GENESIS_READ, 0, Reports.micros(start.plus(startup.rules()))));
    reports.write(
        new Report(
            Report.Kind.LOG_OPENED,
            node.log().durableEnd(),
            Reports.micros(start.plus(startup.logOpened()))));
    var client =
        new NumberedClient(
            node,
            new NumberedTransfers(order.accounts(), TransferNetwork::unkeyed, order.seed()),
            reports,
            order.first(),
            order.inFlight());
    if (!node.hasBegun()) {
      node.open(Genesis.ofDirectory(order.data(), order.network()).openings())
          .toCompletableFuture()
          .join();
    }
    reports.now(Report.Kind.READY, node.height().height());
    switch (order.task()) {
      case LOAD -> {
        node.clock().run(TransferNetwork.pace());
        client.start(again.join(), true);
        stop.await();
        client.stop();
      }
      case SETTLE -> {
        client.start(again.join(), false);
        client.answeredAgain().join();
        node.woken().toCompletableFuture().join();
        var settled = new CompletableFuture<Boolean>();
        node.settling().whenSettled(0, () -> settled.complete(true));
        settled.join();
        stop.await();
      }
      case ONE -> {
        client.start(List.of(), false);
        Outcome outcome =
            client
                .send(order.first(), node.height().height() + NumberedClient.VALID_BLOCKS)
                .toCompletableFuture()
                .join();
        reports.now(Report.Kind.FIRST_ANSWER, order.first());
        if (!(outcome instanceof Outcome.Accepted)) {
          throw new IllegalStateException("the first transfer was not obeyed: " + outcome);
        }
        stop.await();
      }
    }
    node.close();
    client.finish();
    reports.now(Report.Kind.STOPPED, 0);
  }
}
