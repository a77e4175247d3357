package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.broker.Broker;
import dev.changeover.capture.broker.Outbox;
import dev.changeover.capture.broker.ProgressReport;
import dev.changeover.capture.broker.SnapshotAnnouncer;
import dev.changeover.capture.engine.EngineRun;
import dev.changeover.capture.engine.RecordEncoder;
import dev.changeover.capture.engine.RecordForwarder;
import dev.changeover.capture.engine.SlotOffsets;
import dev.changeover.capture.generation.CaptureState;
import dev.changeover.capture.generation.Generation;
import dev.changeover.capture.generation.StartDecision;
import dev.changeover.capture.generation.StateStore;
import dev.changeover.capture.source.Publication;
import dev.changeover.capture.source.SlotFacts;
import dev.changeover.capture.source.SourceDatabase;
import dev.changeover.capture.source.SourceRewritten;
import dev.changeover.capture.source.SourceShape;
import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One start that the checks let through: makes what is missing in V1, and an engine. Confined to one thread. */
final class SessionOpening {
    private static final Logger LOG = LoggerFactory.getLogger(SessionOpening.class);

    private final CaptureConfig config;
    private final SessionParts parts;
    private final ProgressReport progress;
    private final Broker broker;
    private final Outbox outbox;
    private final SourceDatabase v1;
    private final StartDecision.Facts facts;
    private SourceShape shape;

    SessionOpening(
            CaptureConfig config,
            SessionParts parts,
            ProgressReport progress,
            Broker broker,
            Outbox outbox,
            SourceDatabase v1,
            StartDecision.Facts facts) {
        this.config = requireNonNull(config, "config");
        this.parts = requireNonNull(parts, "parts");
        this.progress = requireNonNull(progress, "progress");
        this.broker = requireNonNull(broker, "broker");
        this.outbox = requireNonNull(outbox, "outbox");
        this.v1 = requireNonNull(v1, "v1");
        this.facts = requireNonNull(facts, "facts");
        this.shape = facts.remembered().shape().orElse(facts.shape());
    }

    /** Returns when the engine reads. What it made in V1 is gone again when it throws. */
    EngineRun open(StartDecision decision) throws SQLException, InterruptedException, ExecutionException {
        boolean newSlot = decision instanceof StartDecision.NewGeneration;
        boolean madePublication = newSlot && new Publication(v1, config.publication()).ensure();
        if (!newSlot) {
            requirePublished();
        }
        EngineRun engine = null;
        try {
            CaptureState state = prepare(decision);
            engine = startEngine(decision, state);
            new SlotWait(config.slot(), v1, parts.startLimit()).until(engine);
            if (newSlot && !shape.spansOneSnapshot(SourceShape.read(v1))) { // V1 waited for whoever changed it
                engine.abandon(new SourceRewritten());
            }
            if (newSlot) {
                new StateStore(outbox).clearRequests();
            }
            return engine;
        } catch (SQLException | InterruptedException | ExecutionException | RuntimeException failed) {
            undo(engine, madePublication, newSlot);
            throw failed;
        }
    }

    /** V1's shape as of before the generation's snapshot, or as of an earlier run's last look. */
    SourceShape shape() {
        return shape;
    }

    /** What V1 did not publish is in no log of the slot, and comes back with no publication. */
    private void requirePublished() throws SQLException {
        Optional<String> gap = new Publication(v1, config.publication()).difference();
        if (gap.isPresent()) {
            new StateStore(outbox).rememberGap(gap.get());
            throw new ProblemException(StartDecision.missingChanges(gap.get()));
        }
    }

    /** A generation is remembered as begun before its slot can exist: a crash from here on leads to the next one. */
    private CaptureState prepare(StartDecision decision) throws SQLException, InterruptedException {
        if (decision instanceof StartDecision.Resume resume) {
            if (facts.remembered().shape().isEmpty()) {
                new StateStore(outbox).remember(resume.generation(), shape);
            }
            return new CaptureState(resume.generation(), true, facts.source(), config.slot());
        }
        StartDecision.NewGeneration next = (StartDecision.NewGeneration) decision;
        if (next.formerSlot().isPresent()) { // while its name is known
            drop(next.formerSlot().get());
        }
        CaptureState state = new CaptureState(next.generation(), false, facts.source(), config.slot());
        shape = SourceShape.read(v1);
        new StateStore(outbox).remember(next.generation(), shape);
        new StateStore(outbox).remember(state);
        if (next.dropSlot()) {
            v1.dropSlot(config.slot());
        }
        return state;
    }

    private void drop(String formerSlot) throws SQLException, InterruptedException {
        Optional<SlotFacts> slot = v1.releasedSlot(formerSlot);
        if (slot.isEmpty() || !slot.get().database().equals(facts.source().database())) {
            return; // somebody has made another of that name since
        }
        if (slot.get().activePid() != 0) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The slot '" + formerSlot + "' that capture ran with so far is in use by server process "
                            + slot.get().activePid(),
                    "it would keep V1's log for nobody once capture uses '" + config.slot() + "'",
                    "stop the other capture, or set capture.slot to '" + formerSlot + "' again"));
        }
        v1.dropSlot(formerSlot);
        LOG.atInfo().addKeyValue("slot", formerSlot).log("the slot that capture ran with so far is dropped");
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
        SnapshotAnnouncer announcer = new SnapshotAnnouncer(outbox, broker, config.partitions());
        Generation generation = new Generation(state, new StateStore(outbox), announcer, progress);
        RecordEncoder encoder = new RecordEncoder(config.maxRecordBytes(), state.generation());
        RecordForwarder forwarder =
                new RecordForwarder(generation, encoder, outbox, progress, this::slotLsn, parts.betweenConfirmations());
        EngineRun engine = EngineRun.start(parts.engineSettings().apply(settings), forwarder);
        LOG.atInfo()
                .addKeyValue("generation", state.generation())
                .addKeyValue("resumes", state.complete())
                .log("capture starts");
        return engine;
    }

    /** Through a connection of its own: the engine's thread asks, when the snapshot is through. */
    private long slotLsn() throws SQLException {
        try (SourceDatabase own = SourceDatabase.connect(config.v1())) {
            if (!shape.spansOneSnapshot(SourceShape.read(own))) {
                throw new SourceRewritten();
            }
            return own.slot(config.slot()).orElseThrow().confirmedLsn();
        }
    }

    private void undo(@Nullable EngineRun engine, boolean madePublication, boolean newSlot) {
        try (SourceDatabase own = SourceDatabase.connect(config.v1())) {
            if (engine != null) {
                if (newSlot) {
                    own.endUserOf(config.slot()); // else the engine hangs for as long as V1 does not give it the slot
                }
                engine.close();
            }
            if (newSlot && own.releasedSlot(config.slot()).isPresent()) {
                own.dropSlot(config.slot());
            }
            if (madePublication) {
                new Publication(own, config.publication()).drop();
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
