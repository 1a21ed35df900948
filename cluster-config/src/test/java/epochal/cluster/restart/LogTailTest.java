package epochal.cluster.restart;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.cluster.bench.TransferNetwork;
import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.ledger.lane.Message;
import epochal.ledger.money.Rao;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogEntry;
import epochal.persistence.log.LogSettings;
import epochal.persistence.log.StreamName;
import epochal.persistence.record.RecordCodec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle over the files of a log: what is planted in them or taken from them is found. */
class LogTailTest {
  private static final Hash256 NETWORK = new Hash256(1, 2, 3, 4);
  private static final NumberedTransfers TRANSFERS =
      new NumberedTransfers(50, TransferNetwork::unkeyed, 7);

  @TempDir private Path data;
  @TempDir private Path elsewhere;

  private final RecordCodec codec = new RecordCodec(NETWORK);
  private final Map<EntityId, Long> sequences = new HashMap<>();
  private final TransferOracle oracle = new TransferOracle(TRANSFERS);

  private LogTail tail() {
    return new LogTail(data, NETWORK);
  }

  /** Writes both ends of transfers as a node does, and tells the oracle. */
  private void acknowledged(long from, long to) {
    try (EventLog log = open()) {
      for (long number = from; number < to; number++) {
        oracle.told(new Report(Report.Kind.ANSWERED, number, debit(log, number)));
        oracle.told(new Report(Report.Kind.ARRIVED, number, credit(log, number)));
      }
    }
  }

  private EventLog open() {
    return EventLog.open(data, LogSettings.of(NETWORK.hex()));
  }

  private long debit(EventLog log, long number) {
    AccountCommand.Transfer transfer = TRANSFERS.of(number);
    return append(
        log,
        EntityId.account(transfer.coldkey()),
        Origin.CLOCK,
        new AccountEvent.Transferred(transfer.to(), transfer.amount(), Rao.ZERO));
  }

  private long credit(EventLog log, long number) {
    AccountCommand.Transfer transfer = TRANSFERS.of(number);
    return append(
        log,
        EntityId.account(transfer.to()),
        new Origin.Delivered(EntityId.account(transfer.coldkey()), number + 1),
        new AccountEvent.Credited(transfer.amount(), Message.Credit.Reason.TRANSFER));
  }

  private long append(EventLog log, EntityId entity, Origin origin, AccountEvent event) {
    long sequence = sequences.merge(entity, 1L, Long::sum);
    byte[] payload =
        codec
            .encode(new Recorded<>(entity, sequence, 1, 0, origin, LaneNotes.NONE, event), NETWORK)
            .payload();
    log.append(
            List.of(
                new LogEntry(
                    StreamName.of(entity),
                    sequence,
                    false,
                    StoredRecord.SERIALIZER_ID,
                    "",
                    payload)))
        .toCompletableFuture()
        .join();
    return sequence;
  }

  private void unclosed() throws IOException {
    Files.delete(data.resolve("CLOSED"));
  }

  @Test
  void beforeThereIsALogThereIsNothing() {
    assertThat(tail().look(oracle::logged)).isEqualTo(new LogTail.Look(0, 0, null));
  }

  @Test
  void everyLookGoesOnFromTheLast() {
    LogTail tail = tail();
    acknowledged(0, 30);
    assertThat(tail.look(oracle::logged)).isEqualTo(new LogTail.Look(60, 0, null));
    oracle.compare();
    acknowledged(30, 40);
    assertThat(tail.look(oracle::logged)).isEqualTo(new LogTail.Look(80, 0, null));
    oracle.compareAtRest();

    assertThat(oracle.fault()).isNull();
    assertThat(oracle.inLog()).isEqualTo(40);
  }

  @Test
  void aTransferPlantedTwiceIsFound() {
    LogTail tail = tail();
    acknowledged(0, 30);
    tail.look(oracle::logged);
    oracle.compare();
    try (EventLog log = open()) {
      credit(log, 11);
    }
    tail.look(oracle::logged);
    oracle.compare();

    assertThat(oracle.fault()).contains("Transfer 11 ", "doubled", "credited again");
  }

  @Test
  void aTransferThatIsNotWrittenIsFound() {
    LogTail tail = tail();
    acknowledged(0, 30);
    oracle.told(new Report(Report.Kind.ANSWERED, 30, 4));
    tail.look(oracle::logged);
    oracle.compare();

    assertThat(oracle.fault()).contains("Transfer 30 ", "is lost");
  }

  @Test
  void aLostEndIsFoundInTheSameRoundAndInALaterOne() throws IOException {
    acknowledged(0, 30);
    Path copy = copy();
    truncate(segment(copy), 10);
    Files.delete(copy.resolve("CLOSED"));
    LogTail.Look cut = new LogTail(copy, NETWORK).look(oracle::logged);
    oracle.compare();
    assertThat(cut.entries()).isEqualTo(59);
    assertThat(cut.tornBytes()).isPositive();
    assertThat(cut.fault()).isNull();
    assertThat(oracle.fault()).contains("Transfer 29 ", "is lost", "durable at its receiver");

    LogTail tail = tail();
    tail.look(recorded -> {});
    truncate(segment(data), 10);
    unclosed();
    assertThat(tail.look(recorded -> {}).fault()).contains("60 entries", "59");
  }

  @Test
  void aChangedPastIsFound() throws IOException {
    LogTail tail = tail();
    acknowledged(0, 30);
    unclosed();
    tail.look(oracle::logged);
    byte[] bytes = Files.readAllBytes(segment(data));
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment(data), bytes);

    assertThat(tail.look(oracle::logged).fault()).contains("damaged");
  }

  @Test
  void anotherLogInItsPlaceIsFound() throws IOException {
    LogTail tail = tail();
    acknowledged(0, 30);
    tail.look(recorded -> {});
    Files.delete(segment(data));
    unclosed();
    Files.createFile(segment());
    sequences.clear();
    acknowledged(1, 40);

    assertThat(tail.look(recorded -> {}).fault()).contains("first 60 entries have changed");
  }

  private Path segment() {
    return data.resolve("segments/00000000000000000000.log");
  }

  private static Path segment(Path directory) throws IOException {
    try (Stream<Path> segments = Files.list(directory.resolve("segments"))) {
      return segments.sorted().toList().getLast();
    }
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
  }

  private Path copy() throws IOException {
    Path copy = elsewhere;
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(file -> !file.equals(data)).toList()) {
        Files.copy(file, copy.resolve(data.relativize(file).toString()));
      }
    }
    return copy;
  }
}
