package dev.changeover.capture.engine;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.broker.Outbox;
import dev.changeover.capture.broker.ProgressReport;
import dev.changeover.capture.generation.Generation;
import dev.changeover.capture.source.SourceAway;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Every record of the engine passes here: to its topic, and once the broker has it, into the position that V1 may
 * forget. Called by the engine's thread only. An exception ends the engine, and nothing of its batch is confirmed.
 */
public final class RecordForwarder implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    private final Generation generation;
    private final RecordEncoder encoder;
    private final Outbox outbox;
    private final ProgressReport progress;
    private final SlotPosition slotPosition;
    private final long nanosBetweenConfirmations;
    private final TableShapes shapes = new TableShapes();
    private long confirmedNanos;

    /** Where the slot stands in V1. */
    public interface SlotPosition {
        /** What V1 has confirmed for the slot, asked from the engine's thread. */
        long confirmedLsn() throws SQLException;
    }

    /**
     * For one life of an engine.
     *
     * @param betweenConfirmations V1 hears of a position at most this often
     */
    public RecordForwarder(
            Generation generation,
            RecordEncoder encoder,
            Outbox outbox,
            ProgressReport progress,
            SlotPosition slotPosition,
            Duration betweenConfirmations) {
        this.generation = requireNonNull(generation, "generation");
        this.encoder = requireNonNull(encoder, "encoder");
        this.outbox = requireNonNull(outbox, "outbox");
        this.progress = requireNonNull(progress, "progress");
        this.slotPosition = requireNonNull(slotPosition, "slotPosition");
        this.nanosBetweenConfirmations = betweenConfirmations.toNanos();
        this.confirmedNanos = System.nanoTime() - nanosBetweenConfirmations;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> batch, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        RecordChangeEvent<SourceRecord> last = null;
        long committed = 0;
        for (RecordChangeEvent<SourceRecord> event : batch) {
            SourceRecord message = event.record();
            noticeSnapshot(message);
            if (shapes.isTable(message)) {
                forward(message);
            }
            long lsn = committedBefore(message);
            if (lsn > 0) {
                last = event;
                committed = lsn;
            }
        }
        outbox.awaitAcknowledged();
        if (last != null) {
            progress.acknowledged(committed);
            confirmNowAndThen(last, committed, committer);
        }
        committer.markBatchFinished();
    }

    /** Debezium marks every record of a snapshot in its offset: the first record without the mark is after it. */
    private void noticeSnapshot(SourceRecord message) {
        if (!generation.hasBegun()) {
            generation.begin(slotLsn());
        }
        if (!generation.isComplete() && !message.sourceOffset().containsKey("snapshot")) {
            outbox.awaitAcknowledged();
            generation.complete(slotLsn());
        }
    }

    private long slotLsn() {
        try {
            return slotPosition.confirmedLsn();
        } catch (SQLException away) {
            throw new SourceAway(away);
        }
    }

    private void forward(SourceRecord message) {
        if ("t".equals(((Struct) message.value()).getString("op"))) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The table behind " + message.topic() + " was truncated in V1",
                    "a TRUNCATE does not name the rows that are gone, so users in V2 would keep them",
                    "make sure that it was meant; then run 'changeover capture resnapshot'"));
        }
        shapes.requireKnown(message);
        outbox.send(encoder.encode(message));
    }

    /** The last commit, or message of ours, that V1 sent before this record; 0 when the record does not say. */
    private static long committedBefore(SourceRecord message) {
        Map<String, ?> offset = message.sourceOffset();
        return !offset.containsKey("snapshot") && offset.get("lsn_commit") instanceof Long lsn ? lsn : 0;
    }

    private void confirmNowAndThen(
            RecordChangeEvent<SourceRecord> last,
            long committed,
            RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        long now = System.nanoTime();
        if (now - confirmedNanos >= nanosBetweenConfirmations) {
            confirmedNanos = now;
            generation.confirm(committed);
            committer.markProcessed(last);
        }
    }
}
