package epochal.persistence.audit;

import static epochal.persistence.audit.TinyNetwork.ALICE;
import static epochal.persistence.audit.TinyNetwork.BOB;
import static epochal.persistence.audit.TinyNetwork.SUBNET;
import static epochal.persistence.audit.TinyNetwork.VALIDATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.ledger.account.AccountCommand;
import epochal.ledger.account.AccountEvent;
import epochal.ledger.aggregate.LaneNotes;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.aggregate.SignedCall;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.ledger.key.Signature;
import epochal.ledger.money.Rao;
import epochal.ledger.vector.IntVector;
import epochal.persistence.journal.StoredRecord;
import epochal.persistence.log.EventLog;
import epochal.persistence.log.LogEntry;
import epochal.persistence.log.LogException;
import epochal.persistence.log.LogSettings;
import epochal.persistence.record.EncodedRecord;
import epochal.persistence.record.RecordCodec;
import epochal.subnets.Aggregates;
import epochal.subnets.subnet.SubnetCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogAuditTest {
  private static final RecordCodec CODEC = new RecordCodec(TinyNetwork.PARAMETERS.network());
  private static List<Recorded<?>> records = List.of();
  @TempDir private Path directory;

  @BeforeAll
  static void writeALog() {
    TinyNetwork network = TinyNetwork.begun();
    network.call(new AccountCommand.Transfer(BOB, ALICE, Rao.tao(3), true));
    network.blocks(9);
    network.call(
        new SubnetCommand.SetWeights(VALIDATOR, SUBNET, IntVector.of(0, 1), IntVector.of(1, 2), 0));
    network.blocks(20);
    records = List.copyOf(network.log);
  }

  @Test
  void aTrueLogPasses() {
    write(entries(records));
    var reached = new AtomicLong();

    LogAudit.Outcome outcome =
        new LogAudit(
                new Aggregates(TinyNetwork.PARAMETERS),
                TinyNetwork.openings(),
                (events, block) -> reached.set(events))
            .audit(directory);

    assertThat(outcome.ok()).isTrue();
    assertThat(outcome.report().divergence()).isNull();
    assertThat(outcome.report().events()).isEqualTo(records.size());
    assertThat(outcome.report().signatures()).isEqualTo(2);
    assertThat(outcome.report().epochsRecomputed()).isPositive();
    assertThat(outcome.eventsPerSecond()).isPositive();
    assertThat(reached).hasValue(records.size());
  }

  @Test
  void whatComesOfAnAuditDoesNotDependOnItsWindows() throws IOException {
    List<LogEntry> entries = entries(records);
    entries.add(5, new LogEntry("/sharding/accounts", 1, false, 13, "any", new byte[] {1}));
    write(entries);
    AuditReport report = audit().report();

    for (int size : new int[] {1, 2, 3, 10, 100}) {
      assertThat(audit(size).report()).as("windows of %s", size).isEqualTo(report);
    }
  }

  @Test
  void ofAStreamWithMoreRecordsThanAreReadAheadNoneIsLeftOut() throws IOException {
    TinyNetwork network = TinyNetwork.begun();
    network.blocks(200);
    var emission = new ArrayList<Integer>();
    for (int i = 0; i < network.log.size(); i++) {
      if (network.log.get(i).entity().equals(EntityId.NETWORK_EMISSION)) {
        emission.add(i);
      }
    }
    assertThat(emission).hasSizeGreaterThan(150);
    List<LogEntry> entries = entries(network.log);
    write(entries);
    assertThat(audit().ok()).isTrue();
    assertThat(audit().report()).isEqualTo(audit(1).report());

    for (int sequence : new int[] {63, 64, 65, 66, 140}) {
      clear();
      int at = emission.get(sequence - 1);
      LogEntry entry = entries.get(at);
      var forged = new ArrayList<>(entries);
      forged.set(
          at,
          new LogEntry(
              entry.stream(), sequence, false, StoredRecord.SERIALIZER_ID, "", new byte[] {7, 7}));
      write(forged);

      assertThat(audit().report().divergence())
          .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
          .containsExactly(EntityId.NETWORK_EMISSION, (long) sequence, "payload");
    }
  }

  @Test
  void moreMoneyThanThereCanBeIsNamed() {
    int last = -1;
    for (int i = 0; i < records.size(); i++) {
      last = records.get(i).event() instanceof AccountEvent.AccountOpened ? i : last;
    }
    Recorded<?> opened = records.get(last);
    var forged = new ArrayList<>(records);
    forged.set(
        last,
        new Recorded<Object>(
            opened.entity(),
            opened.sequence(),
            opened.block(),
            opened.wallMillis(),
            opened.origin(),
            opened.notes(),
            new AccountEvent.AccountOpened(Rao.of(Long.MAX_VALUE), List.of())));
    write(entries(forged));

    assertDiverges(opened, "event.free");
  }

  @Test
  void behindADivergenceNoDamageIsLookedFor() throws IOException {
    var forged = new ArrayList<>(records);
    Recorded<?> last = records.getLast();
    forged.set(forged.size() - 1, with(last, last.block() + 9, last.notes()));
    write(entries(forged));
    Path segment = largestFile();
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length + 3));

    LogAudit.Outcome outcome = audit();
    assertThat(outcome.report().divergence()).isNotNull();
    assertThat(outcome.damage()).isNull();
  }

  @Test
  void streamsThatAreNoEntitysAreLeftToOthers() {
    List<LogEntry> entries = entries(records);
    entries.addFirst(new LogEntry("/sharding/accounts", 1, false, 13, "any", new byte[] {1}));
    write(entries);

    assertThat(audit().ok()).isTrue();
  }

  @Test
  void aSignatureThatDoesNotFit() {
    int at = transferred();
    Recorded<?> record = records.get(at);
    SignedCall call = ((Origin.Signed) record.origin()).call();
    byte[] signature = call.signature().bytes();
    signature[3] ^= 1;
    var forged = new ArrayList<>(records);
    forged.set(
        at,
        new Recorded<Object>(
            record.entity(),
            record.sequence(),
            record.block(),
            record.wallMillis(),
            new Origin.Signed(
                new SignedCall(
                    call.call(),
                    call.validUntil(),
                    call.signer(),
                    call.id(),
                    call.signedBytes(),
                    Signature.of(signature))),
            record.notes(),
            record.event()));
    write(entries(forged));

    assertDiverges(record, "origin.signature");
  }

  @Test
  void anEventThatWasChangedTogetherWithTheWholeChain() {
    int at = transferred();
    Recorded<?> record = records.get(at);
    var event = (AccountEvent.Transferred) record.event();
    var forged = new ArrayList<>(records);
    forged.set(
        at,
        new Recorded<Object>(
            record.entity(),
            record.sequence(),
            record.block(),
            record.wallMillis(),
            record.origin(),
            record.notes(),
            new AccountEvent.Transferred(event.to(), Rao.tao(30), event.dust())));
    write(entries(forged));

    assertDiverges(record, "event.amount");
  }

  @Test
  void aRecordThatWasChangedAlone() {
    int at = transferred();
    changed(
        at,
        entry -> {
          byte[] payload = entry.payload().clone();
          payload[payload.length - 1] ^= 1;
          return new LogEntry(
              entry.stream(),
              entry.sequence(),
              entry.attention(),
              entry.serializerId(),
              entry.manifest(),
              payload);
        });

    assertDiverges(records.get(at), "chain");
  }

  @Test
  void aRecordThatIsFiledAsAnotherKind() {
    int at = transferred();
    changed(
        at,
        entry ->
            new LogEntry(
                entry.stream(),
                entry.sequence(),
                entry.attention(),
                entry.serializerId(),
                RecordCodec.NOTES_ONLY,
                entry.payload()));

    assertDiverges(records.get(at), "schema");
  }

  @Test
  void anEntryThatIsNoRecord() {
    int at = transferred();
    changed(
        at,
        entry ->
            new LogEntry(
                entry.stream(),
                entry.sequence(),
                entry.attention(),
                entry.serializerId(),
                entry.manifest(),
                new byte[] {7, 7, 7}));

    assertThat(audit().report().divergence())
        .extracting(Divergence::entity, Divergence::sequence, Divergence::field)
        .containsExactly(records.get(at).entity(), records.get(at).sequence(), "payload");
  }

  @Test
  void flippedBitsAreDamageOrRefused() throws IOException {
    write(entries(records));
    Path segment = largestFile();
    byte[] whole = Files.readAllBytes(segment);
    for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 97)) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      Files.write(segment, flipped);
      assertThat(isFound()).as("byte %s of %s", at, whole.length).isTrue();
    }
    Files.write(segment, whole);
    assertThat(audit().ok()).isTrue();
  }

  @Test
  void aCutOffEndIsDamage() throws IOException {
    write(entries(records));
    Path segment = largestFile();
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length - 5));

    assertThat(isFound()).isTrue();
  }

  @Test
  void aheadOfTheAuditRecordsAreAppliedAndStillTheFirstFaultIsNamed() throws IOException {
    int step = Math.max(1, records.size() / 12);
    for (int at = 0; at < records.size(); at += step) {
      Recorded<?> record = records.get(at);
      long unknown = 1L << 40;
      var late = with(record, record.block() + unknown, record.notes());
      var notes = new LaneNotes(List.of(unknown), List.of());
      for (Recorded<?> forged : List.of(late, with(record, record.block(), notes))) {
        var log = new ArrayList<>(records);
        log.set(at, forged);
        var alone =
            new LogAuditor(
                new Aggregates(TinyNetwork.PARAMETERS),
                TinyNetwork.openings(),
                AuthorityCheck.NONE,
                Runnable::run);
        log.forEach(alone::accept);
        write(entries(log));

        LogAudit.Outcome outcome = audit();

        assertThat(outcome.report().divergence())
            .as("record %s", at)
            .isNotNull()
            .isEqualTo(alone.divergence());
        assertThat(audit(7).report()).as("in small windows").isEqualTo(outcome.report());
        assertThat(outcome.report().events()).isEqualTo(at + 1);
        assertThat(outcome.report().stateHash()).isEqualTo(alone.finish().stateHash());
        clear();
      }
    }
  }

  private static Recorded<?> with(Recorded<?> record, long block, LaneNotes notes) {
    return new Recorded<Object>(
        record.entity(),
        record.sequence(),
        block,
        record.wallMillis(),
        record.origin(),
        notes,
        record.event());
  }

  private void clear() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void theLogOfAnotherNetworkIsRefused() {
    write(entries(records), new Hash256(1, 2, 3, 4));

    assertThatThrownBy(this::audit)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another network");
  }

  private boolean isFound() {
    try {
      return !audit().ok();
    } catch (LogException refused) {
      return true;
    }
  }

  private Path largestFile() throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }

  private void assertDiverges(Recorded<?> at, String field) {
    assertThat(audit().report().divergence())
        .extracting(Divergence::entity, Divergence::sequence, Divergence::block, Divergence::field)
        .containsExactly(at.entity(), at.sequence(), at.block(), field);
  }

  private LogAudit.Outcome audit(int window) {
    return new LogAudit(
            new Aggregates(TinyNetwork.PARAMETERS),
            TinyNetwork.openings(),
            (events, block) -> {},
            window)
        .audit(directory);
  }

  private LogAudit.Outcome audit() {
    return new LogAudit(
            new Aggregates(TinyNetwork.PARAMETERS), TinyNetwork.openings(), (events, block) -> {})
        .audit(directory);
  }

  private static int transferred() {
    for (int i = 0; i < records.size(); i++) {
      if (records.get(i).event() instanceof AccountEvent.Transferred) {
        return i;
      }
    }
    throw new AssertionError("nothing was transferred");
  }

  private void changed(int at, UnaryOperator<LogEntry> change) {
    List<LogEntry> entries = entries(records);
    entries.set(at, change.apply(entries.get(at)));
    write(entries);
  }

  private static List<LogEntry> entries(List<Recorded<?>> records) {
    Map<EntityId, Hash256> chains = new HashMap<>();
    var entries = new ArrayList<LogEntry>();
    for (Recorded<?> record : records) {
      Hash256 previous = chains.getOrDefault(record.entity(), TinyNetwork.PARAMETERS.network());
      EncodedRecord encoded = CODEC.encode(record, previous);
      chains.put(record.entity(), encoded.chain());
      entries.add(
          new LogEntry(
              record.entity().text(),
              record.sequence(),
              false,
              StoredRecord.SERIALIZER_ID,
              "",
              encoded.payload()));
    }
    return entries;
  }

  private void write(List<LogEntry> entries) {
    write(entries, TinyNetwork.PARAMETERS.network());
  }

  private void write(List<LogEntry> entries, Hash256 network) {
    try (EventLog log = EventLog.open(directory, LogSettings.of(network.hex()))) {
      for (LogEntry entry : entries) {
        log.append(List.of(entry)).toCompletableFuture().join();
      }
    }
  }
}
