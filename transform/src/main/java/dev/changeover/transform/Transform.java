package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.transform.row.StartOffsets;
import dev.changeover.transform.task.Count;
import dev.changeover.transform.task.LiveCounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running transform: table topics in, user documents out. */
public final class Transform implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(Transform.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(9);

    private final TransformConfig config;
    private final KafkaStreams streams;
    private final RocksDbMemory memory;
    private final StateLock lock;
    private final LiveCounts liveCounts;
    private final StandstillWatch watch;
    private final AtomicReference<@Nullable Problem> failure = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Transform(
            TransformConfig config,
            StandstillWatch.Patience patience,
            KafkaStreams streams,
            RocksDbMemory memory,
            StateLock lock,
            LiveCounts liveCounts) {
        this.config = requireNonNull(config, "config");
        this.streams = requireNonNull(streams, "streams");
        this.memory = requireNonNull(memory, "memory");
        this.lock = requireNonNull(lock, "lock");
        this.liveCounts = requireNonNull(liveCounts, "liveCounts");
        this.watch = new StandstillWatch(
                streams,
                new BrokerProbe(config.bootstrapServers()),
                config.topics(),
                patience,
                problem -> failure.compareAndSet(null, problem));
    }

    /**
     * Starts, and returns before the topology has its partitions. The topics must exist: table topics, control, and those
     * of the environment. Stores that a kill left broken are removed, and made again from the broker.
     *
     * @throws ProblemException when the broker does not answer, a topic is missing or has another number of partitions,
     *     the offsets where the topology stopped are lost, or another instance uses the state directory
     */
    public static Transform start(TransformConfig config) {
        return start(config, StandstillWatch.Patience.DEFAULT);
    }

    /** As {@link #start(TransformConfig)}, with another patience than it has in production. */
    static Transform start(TransformConfig config, StandstillWatch.Patience patience) {
        StartOffsets offsets = check(config);
        try {
            return launch(config, patience, offsets, KafkaStreams::start);
        } catch (ProblemException e) {
            if (!BrokenStore.isBehind(e)) {
                throw e;
            }
            LOG.atWarn().setCause(e).log("a store is broken; all are made again from the broker");
            return launch(config, patience, offsets, streams -> {
                streams.cleanUp();
                streams.start();
            });
        }
    }

    private static Transform launch(
            TransformConfig config,
            StandstillWatch.Patience patience,
            StartOffsets offsets,
            Consumer<KafkaStreams> start) {
        StateLock lock = StateLock.take(config.stateDirectory());
        RocksDbMemory memory = new RocksDbMemory();
        LiveCounts liveCounts = new LiveCounts();
        Topology topology = new TransformTopology(
                        config.topics(), config.partitions(), config.maxDocumentBytes(), offsets, liveCounts)
                .build();
        KafkaStreams streams;
        try {
            streams = new KafkaStreams(topology, StreamsSettings.ofMember(config, memory, lock.instanceName()));
        } catch (RuntimeException e) {
            memory.close();
            lock.close();
            throw new ProblemException(FailureReason.of(e), e);
        }
        Transform transform = new Transform(config, patience, streams, memory, lock, liveCounts);
        try {
            transform.run(start);
        } catch (RuntimeException e) {
            transform.close();
            throw new ProblemException(FailureReason.of(e), e);
        }
        return transform;
    }

    private static StartOffsets check(TransformConfig config) {
        try (Admin admin = LimitedAdmin.of(config.bootstrapServers(), BrokerAnswers.PATIENCE)) {
            TopicCheck topics = new TopicCheck(admin, config.topics(), config.partitions());
            topics.run();
            return new OffsetCheck(admin, config.topics(), config.partitions())
                    .run(!topics.changelogs().isEmpty());
        } catch (KafkaException e) {
            throw new ProblemException(FailureReason.of(e), e);
        }
    }

    private void run(Consumer<KafkaStreams> start) {
        streams.setUncaughtExceptionHandler(new ThreadRecovery(
                config.threads(), cause -> failure.compareAndSet(null, FailureReason.of(cause)), System::nanoTime));
        start.accept(streams);
        watch.start();
    }

    @Override
    public String name() {
        return "transform";
    }

    @Override
    public State state() {
        if (failure.get() != null) {
            return State.FAILED;
        }
        if (closed.get()) {
            return State.STOPPED;
        }
        return switch (streams.state()) {
            case CREATED, REBALANCING -> watch.standstill().isPresent() ? State.WAITING : State.STARTING;
            case RUNNING -> waiting().isPresent() ? State.WAITING : State.RUNNING;
            case PENDING_ERROR, ERROR -> State.FAILED;
            case PENDING_SHUTDOWN, NOT_RUNNING -> State.STOPPED;
        };
    }

    @Override
    public Optional<Problem> failure() {
        Problem failed = failure.get();
        if (failed != null) {
            return Optional.of(failed);
        }
        return state() == State.WAITING ? waiting() : Optional.empty();
    }

    private Optional<Problem> waiting() {
        Optional<Problem> standstill = watch.standstill();
        if (standstill.isPresent()) {
            return standstill;
        }
        List<String> reasons = liveCounts.holdReasons();
        if (reasons.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                Problem.Kind.INCONCLUSIVE,
                "The transform holds all documents back",
                String.join(", and ", reasons),
                "nothing, it goes on by itself: capture ends the snapshot, the sink publishes the catalogue when it starts, and a"
                        + " replay --from-topics says when it is over"));
    }

    /** What waits, and why, as far as the tasks in this process know. */
    public TransformStatus status() {
        return status(liveCounts);
    }

    static TransformStatus status(LiveCounts counts) {
        return new TransformStatus(
                counts.holdReasons(),
                counts.total(Count.USERS),
                counts.total(Count.CHILDREN_WAITING),
                counts.total(Count.ROWS_WITHOUT_USER),
                counts.total(Count.ORPHANS),
                counts.total(Count.UNREADABLE_WITHOUT_PARENT));
    }

    /** Commits what is in hand and leaves the group at once, so that another instance need not wait for a time-out. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        watch.close();
        boolean ended =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_TIMEOUT));
        if (ended) {
            Departure.of(lock.instanceName(), config.topics(), config.bootstrapServers());
            memory.close(); // otherwise a thread may still use it, and freeing it would crash the process
            lock.close();
        } else {
            LOG.atWarn().addKeyValue("seconds", CLOSE_TIMEOUT.toSeconds()).log("transform did not stop in time");
        }
    }
}
