package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import dev.changeover.cutover.drain.Drain;
import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.topics.TopicSetup;
import dev.changeover.sink.SelectedUsers;
import dev.changeover.sink.Selection;
import dev.changeover.sink.Sink;
import dev.changeover.sink.SinkSummary;
import dev.changeover.transform.replay.Rebuild;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All stages in this process, and the broker when it is embedded. Owns the state directory while it lives. Started and closed by one
 * thread; the stages work in threads of their own.
 */
public final class Pipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(15);

    private final Configuration configuration;
    private final Selection selection;
    private final boolean capturing;
    private final RunningStages running;
    private final String bootstrapServers;
    private final Sink sink;
    private final Optional<PointManifest> firstPoint;

    private Pipeline(
            Configuration configuration,
            Selection selection,
            boolean capturing,
            RunningStages running,
            String bootstrapServers,
            Sink sink,
            Optional<PointManifest> firstPoint) {
        this.configuration = configuration;
        this.selection = selection;
        this.capturing = capturing;
        this.running = running;
        this.bootstrapServers = bootstrapServers;
        this.sink = sink;
        this.firstPoint = firstPoint;
    }

    /**
     * Checks all that can be checked, then starts broker, topics, sink, transform and capture, after a rollback point if nothing was ever
     * written to the target. The sink comes first: it makes the baseline and may refuse the target, and V1 is touched last.
     *
     * @throws ProblemException when something refuses; what had started is stopped then
     */
    public static Pipeline start(Configuration configuration, Selection selection) {
        return start(configuration, selection, () -> false);
    }

    /**
     * Likewise, unless it is told to stop while it starts, which may take minutes: it looks between two steps.
     *
     * @param wishToStop whether to stop, from any thread
     * @throws CancellationException when it stopped; what had started is stopped then, and what was made stays for the next start
     */
    public static Pipeline start(Configuration configuration, Selection selection, BooleanSupplier wishToStop) {
        return start(configuration, requireNonNull(selection, "selection"), true, false, wishToStop);
    }

    /**
     * Starts all but capture: what the topics and the topology's state hold is applied, and V1 is not asked for anything.
     *
     * @throws ProblemException when something refuses; what had started is stopped then
     */
    public static Pipeline startWithoutV1(Configuration configuration) {
        return start(configuration, new Selection.All(), false, false, () -> false);
    }

    /**
     * Likewise, with a transform that makes its state anew from the table topics. It writes no document before {@link #rebuilt}.
     *
     * @throws ProblemException when something refuses; what had started is stopped then
     */
    public static Pipeline startRebuilding(Configuration configuration) {
        return start(configuration, new Selection.All(), false, true, () -> false);
    }

    private static Pipeline start(
            Configuration configuration,
            Selection selection,
            boolean capturing,
            boolean rebuilding,
            BooleanSupplier wishToStop) {
        RunningStages running = new RunningStages();
        try {
            CompletableFuture<Void> checks = CompletableFuture.runAsync(() -> {
                if (capturing) {
                    Preconditions.check(configuration);
                    SelectedUsers.require(selection, configuration.databases().v1());
                } else {
                    Preconditions.checkTargetWithoutV1(configuration);
                }
            });
            KafkaPlace kafka = running.add(KafkaPlace.own(configuration));
            result(checks);
            goOnUnless(wishToStop);
            ensureTopics(configuration, kafka.bootstrapServers());
            CompletableFuture<Void> mayRebuild = new CompletableFuture<>();
            CompletableFuture<Stage> transform = rebuilding
                    ? mayRebuild.thenApplyAsync(allowed -> rebuildingTransform(configuration, kafka.bootstrapServers()))
                    : CompletableFuture.supplyAsync(() -> transform(configuration, kafka.bootstrapServers()));
            Optional<PointManifest> firstPoint;
            Sink sink;
            try {
                goOnUnless(wishToStop);
                firstPoint = new WayBack(configuration).beforeFirstWrite();
                goOnUnless(wishToStop);
                sink = running.add(Stages.sink(configuration, kafka.bootstrapServers(), selection));
                mayRebuild.complete(null);
            } finally {
                mayRebuild.cancel(false); // when the sink refuses
                transform
                        .handle((stage, failure) -> stage == null ? null : running.add(stage))
                        .join();
            }
            result(transform);
            goOnUnless(wishToStop);
            if (capturing) {
                running.add(Stages.capture(configuration, kafka.bootstrapServers()));
            }
            return new Pipeline(
                    configuration, selection, capturing, running, kafka.bootstrapServers(), sink, firstPoint);
        } catch (CancellationException e) {
            LOG.atInfo().log("told to stop while the pipeline started");
            closeAfter(running, e);
            throw e;
        } catch (RuntimeException e) {
            // Here, because the command's log file is closed when its failure is told.
            LOG.atError().setCause(e).log("the pipeline did not start");
            closeAfter(running, e);
            throw e;
        }
    }

    private static void goOnUnless(BooleanSupplier wishToStop) {
        if (wishToStop.getAsBoolean()) {
            throw new CancellationException("told to stop");
        }
    }

    private static Stage transform(Configuration configuration, String bootstrapServers) {
        Rebuild.requireNoneBegun(bootstrapServers, configuration.targetTopics());
        return Stages.transform(configuration, bootstrapServers);
    }

    private static Stage rebuildingTransform(Configuration configuration, String bootstrapServers) {
        try (Rebuild rebuild = Rebuild.of(bootstrapServers, configuration.targetTopics())) {
            rebuild.begin();
        }
        return Stages.transform(configuration, bootstrapServers);
    }

    /** Lets the transform write documents again after a rebuild, everybody's once. */
    public void rebuilt() {
        try (Rebuild rebuild = Rebuild.of(bootstrapServers, configuration.targetTopics())) {
            rebuild.finish();
        }
    }

    /** Follows the rows of the table topics to their users; the caller closes it. */
    Drain drainOfRows() {
        return Drain.ofRows(bootstrapServers, configuration.targetTopics());
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The rollback point that was made at the start, because nothing had been written to the target before. */
    public Optional<PointManifest> firstPoint() {
        return firstPoint;
    }

    /** Follows a position of V1 through this pipeline, without capture what its topics hold now; the caller closes it. */
    public Drain drain(long lsn) {
        if (!capturing) {
            return Drain.ofTopics(bootstrapServers, configuration.targetTopics());
        }
        return selection instanceof Selection.All
                ? Drain.towards(lsn, bootstrapServers, configuration.databases().v1(), configuration.targetTopics())
                : Drain.towards(
                        lsn,
                        bootstrapServers,
                        configuration.databases().v1(),
                        configuration.targetTopics(),
                        sink::applied);
    }

    /** Documents that the sink has dealt with in this run. */
    public long documents() {
        return sink.progress().documents();
    }

    /**
     * Where V1's users are by the target's ledger, and what this run did.
     *
     * @throws ProblemException when the target is away
     */
    public SinkSummary summary() {
        try {
            return sink.summary();
        } catch (SQLException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.INCONCLUSIVE,
                            "The ledger cannot be read",
                            "the target is away (SQLSTATE " + e.getSQLState() + ")",
                            "look after the target and start the command again: it goes on where it was"),
                    e);
        }
    }

    public List<Stage> stages() {
        return running.stages();
    }

    /**
     * Does nothing while all stages live.
     *
     * @throws ProblemException with the problem of the first stage that has failed
     */
    public void requireAlive() {
        for (Stage stage : running.stages()) {
            if (stage.state() == Stage.State.FAILED) {
                throw new ProblemException(stage.failure()
                        .orElseGet(() -> new Problem(
                                Problem.Kind.UNEXPECTED,
                                "The stage " + stage.name() + " ended by itself",
                                "it gave no reason",
                                "read the log file")));
            }
        }
    }

    static void ensureTopics(Configuration configuration, String bootstrapServers) {
        try (TopicSetup setup = new TopicSetup(bootstrapServers, BROKER_PATIENCE)) {
            setup.ensure(topics(configuration));
        }
    }

    static List<TopicSpec> topics(Configuration configuration) {
        List<TopicSpec> topics = new ArrayList<>(TopicPlan.source(configuration.partitions()));
        topics.addAll(TopicPlan.target(configuration.targetTopics(), configuration.partitions()));
        return topics;
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void closeAfter(RunningStages running, RuntimeException failure) {
        try {
            running.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
