package epochal.actors.gateway;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import epochal.actors.clock.BlockClock;
import epochal.actors.clock.BlockHeight;
import epochal.actors.clock.Settling;
import epochal.actors.host.EntityHost;
import epochal.actors.host.HostEnvironment;
import epochal.actors.host.HostSettings;
import epochal.actors.protocol.EntityMessage;
import epochal.actors.protocol.Region;
import epochal.ledger.aggregate.Entity;
import epochal.ledger.id.EntityId;
import epochal.persistence.genesis.Opening;
import epochal.persistence.journal.EntityStore;
import epochal.persistence.journal.EventLogExtension;
import epochal.persistence.journal.EventLogMetrics;
import epochal.persistence.journal.EventLogSetup;
import epochal.persistence.log.EventLog;
import epochal.persistence.record.RecordCodec;
import epochal.subnets.Aggregates;
import epochal.subnets.emission.EmissionState;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContextExecutor;

/**
 * One node with everything in it: the data directory, the entities, the clock and the doors.
 *
 * <p>It forms a cluster of its own on the loopback address with a port that the system chooses. On
 * start, the entities that had something unfinished are woken; {@link #woken} tells when.
 */
public final class Node implements AutoCloseable {
  private static final int OPENINGS_IN_FLIGHT = 256;
  private static final int WAKES_IN_FLIGHT = 64;

  private final ActorSystem<Void> system;
  private final EventLog log;
  private final BlockHeight height;
  private final Settling settling;
  private final Gateway gateway;
  private final Records records;
  private final BlockClock clock;
  private final ExecutionContextExecutor executor;
  private final Waking waking;
  private final CompletionStage<Integer> woken;
  private final RecordCodec codec;
  private final Region region;
  private final Duration closeWithin;
  private final Duration settleWithin;

  private final Startup startup;

  /**
   * How long after {@link #start} was called the node had come how far.
   *
   * @param rules the network's constants were known
   * @param system the actor system was there
   * @param logOpened the log was open
   * @param joined the node was a cluster
   * @param ready commands were taken, if the genesis is complete
   */
  public record Startup(
      Duration rules, Duration system, Duration logOpened, Duration joined, Duration ready) {}

  /** The rules, and when they were known. */
  private record Rules(Aggregates aggregates, Duration known) {}

  private Node(ActorSystem<Void> system, Rules rules, long start) {
    this.system = system;
    Duration systemThere = since(start);
    Config config = system.settings().config().getConfig("epochal");
    this.closeWithin = config.getDuration("node.close-within");
    this.settleWithin = config.getDuration("node.settle-within");
    this.executor = system.dispatchers().lookup(DispatcherSelector.defaultDispatcher());
    this.settling = new Settling();
    this.height = new BlockHeight(settling);
    // To become a cluster and to find out who has which entities takes time but hardly a processor:
    // the log is opened meanwhile.
    CompletableFuture<Void> joining = joinOwnCluster();
    EntityHost host = EntityHost.init(system);
    this.region = host.region();
    settling.hastenThrough(region::hurry, region::relax);
    this.log = EventLogExtension.get(system).log();
    Duration logOpened = since(start);
    FullDisk.tellOf(log);
    EventLogMetrics.of(system).bindTo(Metrics.globalRegistry);
    await(
        joining,
        config.getDuration("node.start-within"),
        "The node did not become a cluster of its own");
    Duration joined = since(start);
    host.begin(environment(rules.aggregates(), HostSettings.of(config.getConfig("host"))), store());
    height.wakeThrough((id, block) -> region.tell(new EntityMessage.Wake(id, block)));
    this.gateway =
        new Gateway(
            region,
            rules.aggregates().network(),
            new Questions(system),
            system.scheduler(),
            executor,
            log::stopped,
            config.getDuration("gateway.attempt"),
            config.getDuration("gateway.patience"));
    this.codec = new RecordCodec(rules.aggregates().network().network());
    this.records = new Records(system, log, codec);
    this.clock =
        BlockClock.of(
            system.systemActorOf(
                BlockClock.create(
                    region,
                    height,
                    settling,
                    config.getDuration("clock.retry-after"),
                    () -> log.trouble().isEmpty()),
                "block-clock",
                Props.empty()));
    this.waking = new Waking(gateway::describe, executor, settling::due);
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "come-to-rest", this::rest);
    // Until they are awake nobody knows what they have due.
    Runnable allKnown = settling.findingOut();
    learnHeight();
    this.startup = new Startup(rules.known(), systemThere, logOpened, joined, since(start));
    this.woken = wakeAll(allKnown);
  }

  /** Not made with the class: the first logger takes a tenth of a second to make. */
  private static Logger logger() {
    return LoggerFactory.getLogger(Node.class);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /**
   * Starts a node.
   *
   * @throws epochal.persistence.log.LogException if the data directory cannot be opened, by code
   */
  public static Node start(NodeSettings settings) {
    long start = System.nanoTime();
    CompletableFuture<Rules> reading = rules(settings, start);
    Config config = configuration(settings);
    Rules rules = known(reading);
    if (rules.aggregates().network().unsigned()
        && !config.getBoolean("epochal.node.serve-unsigned")) {
      throw new IllegalArgumentException(
          "This network has no signatures: it is for measurements, and no node serves it.");
    }
    // Opening the log and making the system each take a while, and neither needs the other.
    var log = new EventLogSetup(settings.log());
    log.open(config);
    ActorSystem<Void> system = null;
    try {
      system =
          ActorSystem.create(
              Behaviors.empty(), "epochal", ActorSystemSetup.create(bootstrap(config), log));
      return new Node(system, rules, start);
    } catch (RuntimeException | Error e) {
      if (system != null) {
        end(system, e);
      }
      log.abandon();
      throw e;
    }
  }

  private static CompletableFuture<Rules> rules(NodeSettings settings, long start) {
    return CompletableFuture.supplyAsync(
        () -> new Rules(settings.aggregates().get(), since(start)),
        task -> Thread.ofPlatform().name("epochal-rules").daemon().start(task));
  }

  private static Rules known(CompletableFuture<Rules> reading) {
    try {
      return reading.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  private static BootstrapSetup bootstrap(Config config) {
    return BootstrapSetup.create(
        Optional.of(new ManifestsOfPekko(Node.class.getClassLoader())),
        Optional.of(config),
        Optional.empty());
  }

  private static void end(ActorSystem<Void> system, Throwable why) {
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      why.addSuppressed(late);
    }
  }

  private static Config configuration(NodeSettings settings) {
    Config own =
        ConfigFactory.parseMap(
            Map.of(
                "epochal.data.directory",
                settings.directory().toString(),
                "epochal.data.network",
                settings.network().hex()));
    Config base = ConfigFactory.load();
    return settings
        .overrides()
        .withFallback(own)
        .withFallback(base.getConfig("epochal.node.system"))
        .withFallback(base)
        .resolve();
  }

  private EntityStore store() {
    return new EntityStore(system, executor, readers());
  }

  private ExecutionContextExecutor readers() {
    return system.dispatchers().lookup(DispatcherSelector.fromConfig("epochal.read-dispatcher"));
  }

  private HostEnvironment environment(Aggregates aggregates, HostSettings hostSettings) {
    return new HostEnvironment(
        aggregates,
        region,
        height,
        settling,
        hostSettings,
        System::currentTimeMillis,
        system.dispatchers().lookup(DispatcherSelector.fromConfig("epochal.work-dispatcher")),
        id -> wakeLater(id, hostSettings.resendAfter()),
        this::blockOf);
  }

  private void wakeLater(EntityId id, Duration delay) {
    if (region.isClosed() || log.stopped().isPresent()) {
      return;
    }
    try {
      system
          .scheduler()
          .scheduleOnce(
              delay,
              () -> region.tell(new EntityMessage.Wake(id, height.height())),
              system.executionContext());
    } catch (IllegalStateException e) {
      logger().debug("{} is left for the next start: the system is going down", id.text(), e);
    }
  }

  private long blockOf(EntityId id, long sequence) {
    var block = new AtomicLong();
    log.read(
        id.text(),
        sequence,
        sequence,
        1,
        entry -> block.set(codec.decode(id, sequence, entry.payload()).recorded().block()));
    return block.get();
  }

  private CompletableFuture<Void> joinOwnCluster() {
    var cluster = Cluster.get(system);
    var up = new CompletableFuture<Void>();
    cluster.registerOnMemberUp(() -> up.complete(null));
    cluster.join(cluster.selfAddress());
    return up;
  }

  /** The network's emission was at every block first. */
  private void learnHeight() {
    if (log.highestSequence(EntityId.NETWORK_EMISSION.text()) > 0) {
      var emission =
          await(
              gateway.describe(EntityId.NETWORK_EMISSION).toCompletableFuture(),
              closeWithin,
              "The network's emission did not recover");
      beginIf(emission);
    }
  }

  /**
   * In the background, list and all: after a crash they may be all that had a part in the last
   * seconds, and who calls now need not wait for them.
   */
  private CompletionStage<Integer> wakeAll(Runnable allKnown) {
    return CompletableFuture.supplyAsync(this::unfinished, readers())
        .thenComposeAsync(entities -> waking.start(entities, WAKES_IN_FLIGHT), executor)
        .whenCompleteAsync(
            (count, failure) -> {
              if (failure == null) {
                allKnown.run();
              } else if (!region.isClosed()) {
                logger()
                    .error("Nobody knows what is unfinished: no block settles any more", failure);
              }
            },
            executor);
  }

  private List<EntityId> unfinished() {
    return log.streamsNeedingAttention().stream().map(EntityId::parse).toList();
  }

  private static <T> T await(CompletableFuture<T> stage, Duration within, String failed) {
    try {
      return stage.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failed + ": interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(failed + " within " + within.toSeconds() + " s.", e);
    }
  }

  /**
   * Opens the entities of a genesis; those that are open already stay as they are.
   *
   * @return how many there are, when all are open
   */
  public CompletionStage<Integer> open(List<Opening> commands) {
    return open(commands, count -> {});
  }

  /**
   * The same, telling how many are open so far.
   *
   * @param progress called from any thread
   */
  public CompletionStage<Integer> open(List<Opening> commands, IntConsumer progress) {
    return new Genesis(gateway, executor, commands, progress)
        .open(OPENINGS_IN_FLIGHT)
        .thenComposeAsync(
            count ->
                gateway
                    .describe(EntityId.NETWORK_EMISSION)
                    .thenApplyAsync(
                        emission -> {
                          beginIf(emission);
                          return count;
                        },
                        executor),
            executor);
  }

  private void beginIf(Entity<?> emission) {
    if (emission.state() instanceof EmissionState state && state.began()) {
      height.reached(state.height());
      gateway.begin();
    }
  }

  /** Whether the genesis is complete, so that commands are taken and blocks can follow. */
  public boolean hasBegun() {
    return gateway.hasBegun();
  }

  /**
   * How many entities were woken because they had something unfinished, when all are awake; fails
   * if the node is closed before that.
   */
  public CompletionStage<Integer> woken() {
    return woken;
  }

  /** How its start went. */
  public Startup startup() {
    return startup;
  }

  public Gateway gateway() {
    return gateway;
  }

  public BlockClock clock() {
    return clock;
  }

  public BlockHeight height() {
    return height;
  }

  /** What is going on at the present block. */
  public Settling settling() {
    return settling;
  }

  /** What has become durable, to follow. */
  public Records records() {
    return records;
  }

  /** The log itself, to read. */
  public EventLog log() {
    return log;
  }

  public ActorSystem<Void> system() {
    return system;
  }

  /**
   * Begins no further block, lets what is in flight arrive if it does so soon, and then sends
   * nothing more. What has not arrived is sent again after the next start.
   */
  private CompletionStage<Done> rest() {
    var settled = new CompletableFuture<Long>();
    clock.pause();
    settling.whenSettled(0, () -> settled.complete(0L));
    return settled
        .completeOnTimeout(0L, settleWithin.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(
            done -> {
              region.close();
              waking.stop();
              return Done.getInstance();
            },
            executor);
  }

  /**
   * Stops in order: the clock, then the entities, which record what they have learnt about their
   * lanes, then the log, which is marked as closed. So does the end of the process by a signal.
   */
  @Override
  public void close() {
    if (system.getWhenTerminated().toCompletableFuture().isDone()) {
      return;
    }
    long start = System.nanoTime();
    var down =
        CoordinatedShutdown.get(system)
            .runAll(CoordinatedShutdown.actorSystemTerminateReason())
            .toCompletableFuture();
    await(down, closeWithin, "The node did not stop");
    logger().info("Stopped in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }
}
