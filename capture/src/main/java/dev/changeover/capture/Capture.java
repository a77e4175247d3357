package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.broker.CaptureStatus;
import dev.changeover.capture.broker.ProgressReport;
import dev.changeover.capture.source.SourceRewritten;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every row of V1's captured tables, and then every change of them, to one topic a table.
 *
 * <p>At least once, in V1's order for each row: after a crash whole transactions come again. When V1 or the broker is
 * away it waits, looks again with a growing pause, and fails after {@link CaptureConfig#patience()}. Everything else
 * fails at once.
 */
public final class Capture implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int SECONDS_BETWEEN_LOOKS = 5;
    private static final int MOST_SNAPSHOTS_IN_VAIN = 3;

    private final CaptureConfig config;
    private final SessionParts parts;
    private final ProgressReport progress;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor = new Thread(this::supervise, "changeover-capture");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "changeover-capture-timer");
        thread.setDaemon(true);
        return thread;
    });
    private volatile State state = State.RUNNING;
    private volatile @Nullable Problem problem;
    private volatile CaptureSession session;
    private int snapshotsInVain; // the supervisor's alone

    private Capture(CaptureConfig config, SessionParts parts, ProgressReport progress, CaptureSession first) {
        this.config = config;
        this.parts = parts;
        this.progress = progress;
        this.session = first;
    }

    /**
     * Returns when V1's slot is there and the engine reads.
     *
     * @throws ProblemException when capture must not start; V1 is then as it was
     */
    public static Capture start(CaptureConfig config) {
        return start(config, SessionParts.PRODUCTION);
    }

    static Capture start(CaptureConfig config, SessionParts parts) {
        requireNonNull(config, "config");
        ProgressReport progress = new ProgressReport(Clock.systemUTC());
        try {
            Capture capture = new Capture(config, parts, progress, CaptureSession.open(config, parts, progress));
            capture.run();
            return capture;
        } catch (ProblemException refused) {
            throw refused;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Ending.of(stopped, config).problem(), stopped);
        } catch (SQLException | ExecutionException | RuntimeException failed) {
            throw new ProblemException(Ending.of(failed, config).problem(), failed);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // neither task throws: both cope with an outage by themselves
    private void run() {
        SourceWatch watch = new SourceWatch(config, progress);
        timer.scheduleWithFixedDelay(progress::tell, 1, 1, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(() -> watch.look(session), 0, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        supervisor.setDaemon(true);
        supervisor.start();
    }

    @Override
    public String name() {
        return "capture";
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public Optional<Problem> failure() {
        return Optional.ofNullable(problem);
    }

    /** How far it is; also after it ended. */
    public CaptureStatus status() {
        return progress.status();
    }

    @Override
    public void close() {
        closing.countDown();
        session.close();
        timer.shutdownNow();
        supervisor.interrupt();
        try {
            supervisor.join(TimeUnit.SECONDS.toMillis(3));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        state = State.STOPPED;
    }

    private void supervise() {
        try {
            while (!isClosing()) {
                Throwable end = awaitEnd();
                session.close();
                if (!isClosing() && !reopen(end)) {
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            timer.shutdownNow();
        }
    }

    private Throwable awaitEnd() throws InterruptedException {
        try {
            session.awaitEnd();
            return new IllegalStateException("The engine ended by itself");
        } catch (ExecutionException died) {
            return died;
        }
    }

    /** Waits until V1 and the broker are there again. Returns false when the stage has failed or is closed. */
    private boolean reopen(Throwable end) throws InterruptedException {
        if (Causes.contains(end, SourceRewritten.class) && ++snapshotsInVain >= MOST_SNAPSHOTS_IN_VAIN) {
            problem = SourceRewritten.again(snapshotsInVain);
            fail(problem, end);
            return false;
        }
        long deadline = System.nanoTime() + config.patience().toNanos();
        Throwable cause = end;
        for (Duration pause = Duration.ofMillis(500); ; pause = longer(pause)) {
            Ending ending = Ending.of(cause, config);
            problem = ending.problem();
            if (!ending.mayPass() || System.nanoTime() > deadline) {
                fail(ending.problem(), cause);
                return false;
            }
            state = State.WAITING;
            LOG.atWarn().addKeyValue("reason", ending.problem().line()).log("capture waits");
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            try {
                session = CaptureSession.open(config, parts, progress);
                if (isClosing()) {
                    session.close();
                    return false;
                }
                problem = null;
                state = State.RUNNING;
                LOG.atInfo().log("capture goes on");
                return true;
            } catch (SQLException | ExecutionException | RuntimeException again) {
                cause = again;
            }
        }
    }

    private void fail(Problem reason, Throwable cause) {
        state = State.FAILED;
        LOG.atError()
                .addKeyValue("problem", reason.line())
                .addKeyValue("cause", Causes.classes(cause))
                .log("capture failed");
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }
}
