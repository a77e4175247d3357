package dev.changeover.capture;

import dev.changeover.capture.broker.Broker;
import dev.changeover.capture.broker.Outbox;
import dev.changeover.capture.broker.ProgressReport;
import dev.changeover.capture.engine.EngineRun;
import dev.changeover.capture.generation.StartDecision;
import dev.changeover.capture.generation.StateStore;
import dev.changeover.capture.source.SourceChecks;
import dev.changeover.capture.source.SourceDatabase;
import dev.changeover.capture.source.SourceShape;
import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.stage.ProblemException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;

/**
 * One engine and what it needs, from the checks before it to its end. Every life of an engine goes through the same
 * checks, so a V1 that was exchanged during an outage is noticed.
 */
final class CaptureSession implements AutoCloseable {
    private final Outbox outbox;
    private final ProgressReport progress;
    private final EngineRun engine;
    private volatile SourceShape shape;

    private CaptureSession(Outbox outbox, ProgressReport progress, EngineRun engine, SourceShape shape) {
        this.outbox = outbox;
        this.progress = progress;
        this.engine = engine;
        this.shape = shape;
    }

    /**
     * Checks, makes what is missing in V1, and starts an engine. What it made is gone again when it throws.
     *
     * @throws ProblemException when capture must not start
     * @throws SlotBusy when another server process uses the slot, which may pass
     */
    static CaptureSession open(CaptureConfig config, SessionParts parts, ProgressReport progress)
            throws SQLException, InterruptedException, ExecutionException {
        Broker broker = new Broker(config.bootstrapServers());
        broker.requireTopics(config.partitions());
        try (SourceDatabase v1 = SourceDatabase.connect(config.v1())) {
            SourceChecks checks = new SourceChecks(v1);
            checks.requireCapturable();
            StartDecision.Facts facts = new StartDecision.Facts(
                    StateStore.read(broker),
                    v1.identity(),
                    SourceShape.read(v1),
                    config.slot(),
                    v1.releasedSlot(config.slot()));
            StartDecision decision = StartDecision.of(facts);
            if (decision instanceof StartDecision.Refuse refuse) {
                throw new ProblemException(refuse.problem());
            }
            if (decision instanceof StartDecision.Busy busy) {
                throw new SlotBusy(busy.problem());
            }
            if (decision instanceof StartDecision.NewGeneration next && !next.dropSlot()) {
                checks.requireFreeSlot();
            }
            Outbox outbox = parts.outbox().apply(config.bootstrapServers());
            try {
                SessionOpening opening = new SessionOpening(config, parts, progress, broker, outbox, v1, facts);
                return new CaptureSession(outbox, progress, opening.open(decision), opening.shape());
            } catch (SQLException | InterruptedException | ExecutionException | RuntimeException failed) {
                progress.tellThrough(null);
                outbox.close();
                throw failed;
            }
        }
    }

    /** V1's shape as of the last look, and before the first one as of the generation's begin. */
    SourceShape shape() {
        return shape;
    }

    /** What changed without giving rows other values is compared no more. */
    void rememberShape(SourceShape now) {
        SourceShape updated = shape.updatedBy(now);
        if (!updated.equals(shape)) {
            new StateStore(outbox).remember(progress.status().generation(), updated);
            shape = updated;
        }
    }

    /** Returns at once when the session was closed, and throws why the engine died otherwise. */
    void awaitEnd() throws InterruptedException, ExecutionException {
        engine.awaitEnd();
    }

    /** Takes the engine for dead, although it did not say so: whoever waits for the end hears this reason. */
    void abandon(Exception reason) {
        engine.abandon(reason);
    }

    /** As {@link #abandon}, for ever: V1 no longer sends every change, so only a new snapshot has them all. */
    void abandonWithGap(String reason) {
        new StateStore(outbox).rememberGap(reason);
        abandon(new ProblemException(StartDecision.missingChanges(reason)));
    }

    boolean isStreaming() {
        return progress.status().doing() == CaptureProgress.State.STREAMING;
    }

    /** Ends the engine, says so, and gives everything back. */
    @Override
    public void close() {
        engine.close();
        progress.reached(CaptureProgress.State.STOPPED, progress.status().generation());
        progress.tellThrough(null);
        outbox.close();
    }
}
