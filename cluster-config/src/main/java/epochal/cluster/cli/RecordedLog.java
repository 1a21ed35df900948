package epochal.cluster.cli;

import epochal.cluster.demo.DemoDisplay;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.aggregate.EntityLife;
import epochal.ledger.aggregate.Origin;
import epochal.ledger.aggregate.Recorded;
import epochal.ledger.id.EntityId;
import epochal.ledger.key.Hash256;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.log.LogFinding;
import epochal.persistence.log.LogScan;
import epochal.persistence.record.ChainMark;
import epochal.persistence.record.RecordCodec;
import epochal.subnets.Aggregates;
import epochal.subnets.emission.EmissionEvent;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The log of a data directory, read from its beginning without changing anything. */
final class RecordedLog implements AutoCloseable {

  /** One record in its place. */
  record Line(long offset, String schema, Recorded<?> recorded, ChainMark chain) {

    /**
     * What happened, by name: that of the event's message, {@code LanesSettled} where nothing is
     * recorded but what became known about lanes, and {@code NothingChanged} for a call that was
     * obeyed and found everything as it wants it.
     */
    String kind() {
      if (recorded.event() == null) {
        return recorded.origin() instanceof Origin.Clock ? "LanesSettled" : "NothingChanged";
      }
      return schema.substring(schema.lastIndexOf('.') + 1);
    }
  }

  /**
   * Entities as of a block.
   *
   * @param height of the last block in the log
   */
  record Replay(long height, SortedMap<EntityId, Entity<?>> entities) {}

  private static final long PROGRESS_RECORDS = 10_000;

  private final DemoDisplay progress = new DemoDisplay(System.err, System.console() != null);
  private final LogScan scan;
  private final Genesis genesis;
  private final RecordCodec codec;

  private RecordedLog(LogScan scan, Genesis genesis) {
    this.scan = scan;
    this.genesis = genesis;
    this.codec = new RecordCodec(genesis.network().network());
  }

  static RecordedLog open(Path data) {
    requireNetwork(data);
    LogScan scan = LogScan.scan(data);
    try {
      String network =
          scan.networkId()
              .orElseThrow(
                  () ->
                      damaged(
                          scan.finding()
                              .map(RecordedLog::sentence)
                              .orElse("FORMAT cannot be read: restore it from a copy.")));
      return new RecordedLog(scan, Genesis.ofDirectory(data, Hash256.parse(network)));
    } catch (RuntimeException e) {
      scan.close();
      throw e;
    }
  }

  /** Refuses a directory in which no node ever ran. */
  static void requireNetwork(Path data) {
    if (!DataDirectory.holdsNetwork(data) && !DataDirectory.holdsLog(data)) {
      throw new CliException(
          "DataDirectoryMissing",
          "There is no network in "
              + data
              + ": name its data directory, or begin one with 'epochal demo --data "
              + data
              + "'.");
    }
  }

  Genesis genesis() {
    return genesis;
  }

  /** The next record; none after the last. */
  @Nullable Line next() {
    LogScan.ScannedEntry scanned = scan.next();
    if (scanned != null && scanned.entry().offset() % PROGRESS_RECORDS == 0) {
      progress.tick("read %,d records".formatted(scanned.entry().offset()));
    }
    if (scanned == null) {
      scan.finding()
          .ifPresent(
              finding -> {
                throw damaged(sentence(finding));
              });
      return null;
    }
    var entry = scanned.entry();
    var decoded = codec.decode(EntityId.parse(entry.stream()), entry.sequence(), entry.payload());
    return new Line(
        entry.offset(), RecordCodec.schemaOf(entry.payload()), decoded.recorded(), decoded.chain());
  }

  private static String sentence(LogFinding finding) {
    return finding.file()
        + ", byte "
        + finding.position()
        + ": "
        + finding.sentence()
        + ". Restore the data directory from a copy, or see with 'epochal audit' how far it is"
        + " sound.";
  }

  private static CliException damaged(String sentence) {
    return new CliException("DataDirectoryDamaged", sentence);
  }

  /** These entities as of {@code block}, from their events alone. */
  static Replay replay(Path data, Set<EntityId> wanted, long block) {
    try (RecordedLog log = open(data)) {
      var aggregates = new Aggregates(log.genesis().network());
      var entities = new TreeMap<EntityId, Entity<?>>();
      long height = 0;
      for (Line line = log.next(); line != null; line = log.next()) {
        Recorded<?> recorded = line.recorded();
        if (recorded.event() instanceof EmissionEvent.BlockMinted minted) {
          height = minted.height();
        }
        if (recorded.block() <= block && wanted.contains(recorded.entity())) {
          EntityLife<?, ?, ?> life = aggregates.of(recorded.entity());
          entities.compute(recorded.entity(), (id, entity) -> apply(life, entity, recorded));
        }
      }
      return new Replay(height, Collections.unmodifiableSortedMap(entities));
    }
  }

  @SuppressWarnings("unchecked") // an entity and its records live by the life of its id
  private static <S, C, E> Entity<S> apply(
      EntityLife<S, C, E> life, @Nullable Entity<?> entity, Recorded<?> recorded) {
    Entity<S> before = entity == null ? life.initial(recorded.entity()) : (Entity<S>) entity;
    return life.apply(before, (Recorded<E>) recorded);
  }

  @Override
  public void close() {
    scan.close();
  }
}
