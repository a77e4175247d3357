package dev.changeover.capture;

import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine and what it needs, from the checks before it to its end. Every life of an engine goes through the same
 * checks, so a V1 that was exchanged during an outage is noticed.
 */
final class CaptureSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureSession.class);

    /** V1 makes a slot only when every transaction that was open has ended. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final Duration SLOT_RELEASE_LIMIT = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final ProgressReport progress;
    private final EngineRun engine;

    private CaptureSession(Outbox outbox, ProgressReport progress, EngineRun engine) {
        this.outbox = outbox;
        this.progress = progress;
        this.engine = engine;
    }

    /**
     * Checks, makes what is missing in V1, and starts an engine. What it made is gone again when it throws.
     *
     * @throws ProblemException when capture must not start
     */
    static CaptureSession open(CaptureConfig config, ProgressReport progress)
            throws SQLException, InterruptedException, ExecutionException {
        Broker broker = new Broker(config.bootstrapServers());
        broker.requireTopics(config.partitions());
        try (SourceDatabase v1 = SourceDatabase.connect(config.v1())) {
            SourceChecks checks = new SourceChecks(v1);
            checks.requireCapturable();
            SourceIdentity source = v1.identity();
            StateStore.Remembered remembered = StateStore.read(broker);
            StartDecision decision = StartDecision.of(new StartDecision.Facts(
                    remembered.state(),
                    remembered.confirmedLsn(),
                    remembered.resnapshot(),
                    source,
                    config.slot(),
                    releasedSlot(v1, config.slot())));
            if (decision instanceof StartDecision.Refuse refuse) {
                throw new ProblemException(refuse.problem());
            }
            Outbox outbox = new Outbox(config.bootstrapServers());
            try {
                return new Opening(config, progress, broker, outbox, v1, source).open(decision, checks);
            } catch (SQLException | InterruptedException | ExecutionException | RuntimeException failed) {
                progress.tellThrough(null);
                outbox.close();
                throw failed;
            }
        }
    }

    /** A server process that served a capture which is gone needs a moment to notice. */
    private static Optional<SlotFacts> releasedSlot(SourceDatabase v1, String name)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + SLOT_RELEASE_LIMIT.toNanos();
        Optional<SlotFacts> slot = v1.slot(name);
        while (slot.isPresent() && slot.get().activePid() != 0 && System.nanoTime() < deadline) {
            Thread.sleep(100);
            slot = v1.slot(name);
        }
        return slot;
    }

    /** Returns at once when the session was closed, and throws why the engine died otherwise. */
    void awaitEnd() throws InterruptedException, ExecutionException {
        engine.awaitEnd();
    }

    /** Ends the engine, says so, and gives everything back. */
    @Override
    public void close() {
        engine.close();
        progress.reached(CaptureProgress.State.STOPPED, progress.status().generation());
        progress.tellThrough(null);
        outbox.close();
    }

    /** What one start has at hand. */
    private record Opening(
            CaptureConfig config,
            ProgressReport progress,
            Broker broker,
            Outbox outbox,
            SourceDatabase v1,
            SourceIdentity source) {

        CaptureSession open(StartDecision decision, SourceChecks checks)
                throws SQLException, InterruptedException, ExecutionException {
            if (decision instanceof StartDecision.NewGeneration next && !next.dropSlot()) {
                checks.requireFreeSlot();
            }
            boolean madePublication = v1.ensurePublication(config.publication(), SourceChecks.qualifiedTables());
            boolean newSlot = decision instanceof StartDecision.NewGeneration;
            EngineRun engine = null;
            try {
                CaptureState state = prepare(decision);
                engine = startEngine(decision, state);
                awaitPolling(engine);
                return new CaptureSession(outbox, progress, engine);
            } catch (SQLException | InterruptedException | ExecutionException | RuntimeException failed) {
                if (engine != null) {
                    engine.close();
                }
                undo(madePublication, newSlot);
                throw failed;
            }
        }

        /** A generation is remembered as begun before its slot can exist: a crash from here on leads to the next one. */
        private CaptureState prepare(StartDecision decision) throws SQLException {
            StateStore store = new StateStore(outbox);
            if (decision instanceof StartDecision.Resume resume) {
                return new CaptureState(resume.generation(), true, source, config.slot());
            }
            StartDecision.NewGeneration next = (StartDecision.NewGeneration) decision;
            CaptureState state = new CaptureState(next.generation(), false, source, config.slot());
            store.remember(state);
            if (next.dropSlot()) {
                v1.dropSlot(config.slot());
            }
            return state;
        }

        private EngineRun startEngine(StartDecision decision, CaptureState state) throws SQLException {
            Properties settings = ConnectorSettings.ofEmbedded(config, v1.serverVersion());
            if (decision instanceof StartDecision.Resume resume) {
                settings.put(SlotOffsets.RESUME_LSN, Long.toString(resume.lsn()));
            }
            progress.tellThrough(outbox);
            progress.reached(
                    state.complete() ? CaptureProgress.State.STREAMING : CaptureProgress.State.STARTING,
                    state.generation());
            StateStore store = new StateStore(outbox);
            SnapshotAnnouncer announcer = new SnapshotAnnouncer(outbox, broker, config.partitions());
            Generation generation = new Generation(state, store, announcer, progress);
            RecordEncoder encoder = new RecordEncoder(config.maxRecordBytes(), state.generation());
            EngineRun engine = EngineRun.start(
                    settings, new RecordForwarder(generation, encoder, outbox, progress, this::slotLsn));
            LOG.atInfo()
                    .addKeyValue("generation", state.generation())
                    .addKeyValue("resumes", state.complete())
                    .log("capture starts");
            return engine;
        }

        /** Through a connection of its own: the engine's thread asks. */
        private long slotLsn() throws SQLException {
            try (SourceDatabase own = SourceDatabase.connect(config.v1())) {
                return own.slot(config.slot()).orElseThrow().confirmedLsn();
            }
        }

        private void awaitPolling(EngineRun engine) throws InterruptedException, ExecutionException {
            try {
                engine.awaitPolling(START_LIMIT);
                new StateStore(outbox).clearResnapshot();
            } catch (TimeoutException late) {
                throw new ProblemException(
                        new Problem(
                                Problem.Kind.REFUSED,
                                "V1 did not give capture a slot within " + START_LIMIT.toSeconds() + " s",
                                "it waits until every transaction that is open has ended",
                                "look for a long transaction or a prepared one in V1, end it, and start again"),
                        late);
            }
        }

        private void undo(boolean madePublication, boolean newSlot) {
            try (SourceDatabase own = SourceDatabase.connect(config.v1())) {
                if (newSlot && releasedSlot(own, config.slot()).isPresent()) {
                    own.dropSlot(config.slot());
                }
                if (madePublication) {
                    own.dropPublication(config.publication());
                }
            } catch (SQLException away) {
                LOG.atWarn()
                        .addKeyValue("slot", config.slot())
                        .setCause(away)
                        .log("V1 may still hold the slot of a start that failed: the next start drops it");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
