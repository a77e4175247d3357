package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a thread that died of its broker, and ends the topology when anything else killed it. The new thread has a producer of its own, whose
 * start ends what the old one's left open, and goes on at the last commit: nothing is lost or doubled by it. Thread-safe.
 */
final class ThreadRecovery implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadRecovery.class);

    /** For a few threads; far less than a fault that never ends would take. */
    static final int REPLACEMENTS = 10;
    /** One outage costs every thread once, and perhaps its successor too. */
    private static final int REPLACEMENTS_OF_EACH = 2;

    static final Duration WITHIN = Duration.ofMinutes(10);

    private final Consumer<Throwable> failed;
    private final int mostReplacements;
    private final LongSupplier nanos;
    private final Deque<Long> replaced = new ArrayDeque<>();

    /**
     * @param threads of this instance
     * @param failed told of what no new thread would mend
     * @param nanos a steady clock
     */
    ThreadRecovery(int threads, Consumer<Throwable> failed, LongSupplier nanos) {
        this.mostReplacements = Math.max(REPLACEMENTS, REPLACEMENTS_OF_EACH * threads);
        this.failed = requireNonNull(failed, "failed");
        this.nanos = requireNonNull(nanos, "nanos");
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable cause) {
        if (isOfTheBroker(cause) && mayReplace()) {
            LOG.atWarn().setCause(cause).log("transform replaces a thread");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        failed.accept(cause);
        LOG.atError().setCause(cause).log("transform failed");
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /**
     * The broker did not answer in time, or knows nothing of a transaction that it did not acknowledge before it went away. Of the latter Kafka
     * Streams makes no {@code TaskMigratedException}, as it does of every other state in which its producer is of no more use.
     */
    private static boolean isOfTheBroker(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProcessorStateException) {
                return false; // the disk's
            }
            if (cause instanceof RetriableException || cause instanceof InvalidTxnStateException) {
                return true;
            }
        }
        return false;
    }

    private boolean mayReplace() {
        long now = nanos.getAsLong();
        replaced.removeIf(at -> now - at > WITHIN.toNanos());
        if (replaced.size() >= mostReplacements) {
            return false;
        }
        replaced.add(now);
        return true;
    }
}
