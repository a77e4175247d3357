package dev.changeover.verifier.continuous;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stage {@code verifier}: compares V1 with the target all the time, beside a running pipeline. Writes nothing anywhere,
 * so that a kill leaves nothing behind, and several may run at once. A database or a broker that is away is waited for.
 * Safe for any thread.
 */
public final class ContinuousVerifier implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuousVerifier.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(8);

    private final ContinuousConfig config;
    private final Condition condition = new Condition();
    private final ChangedUsers changed = new ChangedUsers();
    private final Looker looker;
    private final List<Thread> threads = new ArrayList<>();

    private ContinuousVerifier(ContinuousConfig config, Clock clock) {
        this.config = requireNonNull(config, "config");
        PassedPosition position = new PassedPosition(config.pipeline(), config.patience(), condition);
        looker = new Looker(config, changed, position, condition, clock);
        DocumentFollower documents =
                new DocumentFollower(config.bootstrapServers(), config.topics(), changed, condition);
        run("verifier-looks", looker::run);
        run("verifier-pipeline", position::run);
        run("verifier-documents", documents::run);
    }

    /**
     * Starts to verify.
     *
     * @throws ProblemException when a database refuses to be read; nothing is left running
     */
    public static ContinuousVerifier start(ContinuousConfig config) {
        StartCheck.require(config);
        ContinuousVerifier verifier = new ContinuousVerifier(config, Clock.systemUTC());
        verifier.threads.forEach(Thread::start);
        LOG.atInfo()
                .addKeyValue("period", config.period())
                .addKeyValue("max_rows_per_second", config.maxRowsPerSecond())
                .log("the verifier runs");
        return verifier;
    }

    private void run(String name, Condition.Step work) {
        Thread thread = new Thread(() -> guard(work), name);
        thread.setDaemon(true);
        threads.add(thread);
    }

    private void guard(Condition.Step work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopping: nobody is above this thread
        } catch (RuntimeException | Error e) { // the top of a thread
            if (!condition.isStopping()) {
                LOG.atError().setCause(e).log("the verifier failed");
                condition.fail(new Problem(
                        Problem.Kind.UNEXPECTED,
                        "The verifier failed",
                        e.getClass().getSimpleName(),
                        "read the log file, and report it"));
            }
        }
    }

    @Override
    public String name() {
        return "verifier";
    }

    @Override
    public State state() {
        return condition.state();
    }

    @Override
    public Optional<Problem> failure() {
        return condition.problem();
    }

    /** What can be said now, as one JSON object on one line. Quick: nothing is read for it. */
    public String reportJson() {
        return report().json();
    }

    ContinuousReport report() {
        Known known = looker.known();
        long now = System.nanoTime();
        return new ContinuousReport(
                state(),
                failure(),
                config.period(),
                known.last().map(ended -> Duration.ofNanos(now - ended.endNanos())),
                changed.unappliedFor(config.patience().drain(), now),
                changed.waiting().size(),
                known);
    }

    /** Ends the look in hand; one that the database does not let go of is left to the end of the process. */
    @Override
    public void close() {
        condition.stop();
        threads.forEach(Thread::interrupt);
        long deadline = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        try {
            for (Thread thread : threads) {
                long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
                thread.join(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        condition.stopped();
    }
}
