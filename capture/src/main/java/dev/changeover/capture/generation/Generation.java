package dev.changeover.capture.generation;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.broker.ProgressReport;
import dev.changeover.capture.broker.SnapshotAnnouncer;
import dev.changeover.contract.change.CaptureProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generation that is being captured: begun, its snapshot complete, its positions confirmed. Used by the engine's
 * thread only.
 */
public final class Generation {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    private final CaptureState state;
    private final StateStore store;
    private final SnapshotAnnouncer announcer;
    private final ProgressReport progress;
    private boolean begun;
    private boolean complete;

    /**
     * The generation of this state.
     *
     * @param state complete when streaming goes on after an earlier run's snapshot
     */
    public Generation(CaptureState state, StateStore store, SnapshotAnnouncer announcer, ProgressReport progress) {
        this.state = requireNonNull(state, "state");
        this.store = requireNonNull(store, "store");
        this.announcer = requireNonNull(announcer, "announcer");
        this.progress = requireNonNull(progress, "progress");
        this.begun = state.complete();
        this.complete = state.complete();
    }

    int number() {
        return state.generation();
    }

    /** Whether its snapshot is in the topics, so that changes are streamed. */
    public boolean isComplete() {
        return complete;
    }

    /** Whether its snapshot is announced. */
    public boolean hasBegun() {
        return begun;
    }

    /**
     * Announces the snapshot, before the first record of it.
     *
     * @param slotLsn where the slot was made. Remembered now, so that it is known as ours also when the snapshot never ends
     */
    public void begin(long slotLsn) {
        begun = true;
        store.confirm(number(), slotLsn);
        announcer.started(number());
        progress.reached(CaptureProgress.State.SNAPSHOT, number());
        LOG.atInfo().addKeyValue("generation", number()).log("snapshot begins");
    }

    /**
     * The snapshot is over: all of it is acknowledged, and nothing after it was sent.
     *
     * @param slotLsn where the slot stands, which nobody has moved since it was made
     */
    public void complete(long slotLsn) {
        announcer.ended(number());
        store.confirm(number(), slotLsn);
        store.remember(new CaptureState(number(), true, state.source(), state.slot()));
        complete = true;
        progress.reached(CaptureProgress.State.STREAMING, number());
        LOG.atInfo().addKeyValue("generation", number()).log("snapshot is complete");
    }

    /** To be called before V1 hears of the position. */
    public void confirm(long lsn) {
        store.confirm(number(), lsn);
    }
}
