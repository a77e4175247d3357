package dev.changeover.capture.broker;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.change.CaptureProgressCodec;
import dev.changeover.contract.topic.SourceTopics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this run of capture has reached, kept here and told on the progress topic. May be called from any thread.
 *
 * <p><b>Why the acknowledged LSN is right.</b> A row's own LSN says nothing, because V1 sends whole transactions in the
 * order of their commits. But every record carries the LSN of the last commit, or of the last message of ours, that V1
 * sent before it, and V1 sends both in the order of its log. So once a record with commit LSN {@code C} and all records
 * before it are acknowledged, every transaction that committed at or below {@code C} is. The heartbeat gives such a
 * record about once a second also when nothing commits: a message of ours, or before PostgreSQL 14 the transaction
 * around one.
 */
public final class ProgressReport {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressReport.class);
    private static final byte[] KEY = "capture".getBytes(StandardCharsets.UTF_8);
    private static final long MIN_NANOS_BETWEEN = 50_000_000;

    private final String run = UUID.randomUUID().toString();
    private final Clock clock;
    private final AtomicLong acknowledgedLsn = new AtomicLong();
    private final AtomicLong toldNanos = new AtomicLong();
    private volatile @Nullable Outbox outbox;
    private volatile CaptureProgress.State doing = CaptureProgress.State.STARTING;
    private volatile int generation;
    private volatile long keptWalBytes = -1;

    /** The report of a new run, under an id of its own. */
    public ProgressReport(Clock clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /** What was reached so far. Its parts may be some moments apart. */
    public CaptureStatus status() {
        return new CaptureStatus(run, doing, generation, acknowledgedLsn.get(), keptWalBytes);
    }

    /** From now on told through this outbox; null while there is no broker to tell. */
    public void tellThrough(@Nullable Outbox other) {
        outbox = other;
    }

    /** Told at once. */
    public void reached(CaptureProgress.State state, int ofGeneration) {
        doing = state;
        generation = ofGeneration;
        tell();
    }

    /** Never goes back: what the broker has, it has. Told now and then. */
    public void acknowledged(long lsn) {
        long before = acknowledgedLsn.getAndAccumulate(lsn, Math::max);
        if (lsn > before && System.nanoTime() - toldNanos.get() > MIN_NANOS_BETWEEN) {
            tell();
        }
    }

    /** Only kept here: the other stages do not need it. */
    public void keepsWal(long bytes) {
        keptWalBytes = bytes;
    }

    /** Says it again, so that silence means that capture is dead. A broker that is away shows elsewhere. */
    public void tell() {
        Outbox through = outbox;
        if (through == null) {
            return;
        }
        toldNanos.set(System.nanoTime());
        CaptureProgress progress = new CaptureProgress(run, doing, generation, acknowledgedLsn.get(), clock.instant());
        try {
            through.send(new ProducerRecord<>(SourceTopics.PROGRESS, 0, KEY, CaptureProgressCodec.encode(progress)));
        } catch (KafkaException | IllegalStateException untold) {
            LOG.atDebug().setCause(untold).log("progress could not be told");
        }
    }
}
