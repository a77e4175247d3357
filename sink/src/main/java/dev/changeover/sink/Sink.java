package dev.changeover.sink;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.sink.target.LedgerSummary;
import dev.changeover.sink.target.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documents → the target, atomically per user, idempotently. Several sinks may share one target: Kafka gives each its partitions,
 * and the ledger's positions make a document that two of them apply count once. Safe for any thread.
 */
public final class Sink implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(9);

    private final TargetDatabase database;
    private final Deque<AutoCloseable> resources;
    private final StageCondition condition;
    private final SinkTally tally;
    private final LeftOutUsers leftOut;
    private final List<SinkWorker> workers;
    private final UnheardClaims unheard;
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;

    Sink(
            TargetDatabase database,
            Deque<AutoCloseable> resources,
            StageCondition condition,
            SinkTally tally,
            LeftOutUsers leftOut,
            List<SinkWorker> workers,
            UnheardClaims unheard) {
        this.database = database;
        this.resources = new ArrayDeque<>(resources);
        this.condition = condition;
        this.tally = tally;
        this.leftOut = leftOut;
        this.workers = List.copyOf(workers);
        this.unheard = unheard;
    }

    /**
     * Prepares the target (ledger, identity, baseline, indexes, drill catalogue) and starts to apply documents. May take minutes
     * the first time on a large target.
     *
     * @throws ProblemException if the target or the topics are not as they must be; nothing is left running
     */
    public static Sink start(SinkConfig config) {
        return SinkStart.start(config);
    }

    @Override
    public String name() {
        return "sink";
    }

    @Override
    public State state() {
        return condition.state();
    }

    @Override
    public Optional<Problem> failure() {
        return condition.problem();
    }

    /** How far this run is. */
    public SinkProgress progress() {
        return tally.progress();
    }

    /** For each partition that this sink reads, the offset before which everything is applied. */
    public Map<TopicPartition, Long> applied() {
        Map<TopicPartition, Long> applied = new HashMap<>();
        workers.forEach(worker -> applied.putAll(worker.passed()));
        return applied;
    }

    /**
     * Whether this sink has applied all documents before these offsets of the documents topic. How a selective run, which commits
     * nothing, finds its end.
     *
     * @param ends by partition; a partition that this sink does not read counts as not reached
     */
    public boolean hasApplied(Map<Integer, Long> ends) {
        Map<Integer, Long> applied = new HashMap<>();
        applied().forEach((partition, offset) -> applied.put(partition.partition(), offset));
        return ends.entrySet().stream()
                .allMatch(end -> end.getValue() == 0 || applied.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /**
     * Where V1's users are by the ledger and, as to users that this run left out, by what it read of them; and what it did so far.
     * Settles claims of users that V1 has no more.
     */
    public SinkSummary summary() throws SQLException {
        unheard.settle();
        try (Connection connection = database.connection()) {
            TargetDatabase.begin(connection);
            LedgerSummary ledger = LedgerSummary.read(connection, leftOut.soFar());
            long replaced = ledger.users("replaced");
            long created = ledger.users("created");
            return new SinkSummary(
                    replaced,
                    created,
                    Math.max(0, replaced + created - tally.usersChanged()),
                    ledger.users("skipped"),
                    ledger.users("quarantined"),
                    ledger.users("pending"),
                    ledger.users("undone"),
                    ledger.users("deleted"),
                    ledger.deletedBeforeMigration(),
                    ledger.deletionPending(),
                    ledger.heldBack().values().stream()
                            .mapToLong(Long::longValue)
                            .sum(),
                    tally.rowsWritten(),
                    new SinkSummary.Reasons(ledger.quarantined(), ledger.deletionsQuarantined(), ledger.heldBack()));
        }
    }

    /** Something that runs until the sink stops. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    void run(String threadName, Work work) {
        Thread thread = new Thread(() -> guard(work), threadName);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void guard(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            if (!condition.isStopping()) {
                fail(unexpected(e), e);
            }
        } catch (ProblemException e) {
            fail(e.problem(), e);
        } catch (Exception e) { // the top of a thread
            fail(unexpected(e), e);
        }
    }

    private void fail(Problem problem, Exception cause) {
        if (condition.fail(problem)) {
            LOG.atError()
                    .addKeyValue("cause", cause.getClass().getSimpleName())
                    .addKeyValue("at", place(cause))
                    .log(problem.line());
        }
    }

    /** Where it happened; the message of an exception may quote a row. */
    private static String place(Exception cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length == 0 ? "" : trace[0].toString();
    }

    private static Problem unexpected(Exception cause) {
        return new Problem(
                Problem.Kind.UNEXPECTED,
                "The sink ended",
                "unexpected " + cause.getClass().getSimpleName() + " at " + place(cause),
                "start it again: it goes on where it was; report this if it comes back");
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        condition.stop();
        long deadline = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        SinkStart.closeAll(resources);
        condition.stopped();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
