package dev.changeover.sink;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.sink.apply.BatchResult;
import dev.changeover.sink.apply.UserOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Counts what a run does. Safe for any thread. */
final class SinkTally {
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Set<QuarantineReason> ERRORS =
            Set.of(QuarantineReason.REFUSED_BY_TARGET, QuarantineReason.UNREADABLE, QuarantineReason.TOO_LARGE);

    private final Set<Long> changed = new HashSet<>();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long documents;
    private long rowsWritten;
    private final Set<Long> failed = new HashSet<>();

    private record Sample(long nanos, int users) {}

    synchronized void add(int read, BatchResult result) {
        documents += read;
        rowsWritten += result.rowsWritten();
        for (UserOutcome outcome : result.outcomes()) {
            if (outcome instanceof UserOutcome.Applied) {
                changed.add(outcome.userId());
            }
            if (outcome instanceof UserOutcome.Refused refused && ERRORS.contains(refused.reason())) {
                failed.add(outcome.userId());
            } else if (!(outcome instanceof UserOutcome.Stale)) {
                failed.remove(outcome.userId());
            }
        }
        if (result.outcomes().isEmpty()) {
            return;
        }
        samples.addLast(new Sample(System.nanoTime(), result.outcomes().size()));
        forgetOld();
    }

    /** Users that this run could not write, by their last document; conflicts of emails are not among them. */
    synchronized int errors() {
        return failed.size();
    }

    synchronized long rowsWritten() {
        return rowsWritten;
    }

    /** Users that this run changed in the target. */
    synchronized long usersChanged() {
        return changed.size();
    }

    synchronized SinkProgress progress() {
        forgetOld();
        int users = samples.stream().mapToInt(Sample::users).sum();
        double seconds = samples.isEmpty()
                ? 1
                : Math.max(0.2, (System.nanoTime() - samples.getFirst().nanos()) / 1e9);
        return new SinkProgress(documents, users / seconds);
    }

    private void forgetOld() {
        long oldest = System.nanoTime() - WINDOW.toNanos();
        while (!samples.isEmpty() && samples.getFirst().nanos() < oldest) {
            samples.removeFirst();
        }
    }
}
