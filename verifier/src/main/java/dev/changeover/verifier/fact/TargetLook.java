package dev.changeover.verifier.fact;

import static java.util.Objects.requireNonNull;

import dev.changeover.verifier.read.Snapshot;
import dev.changeover.verifier.report.ProtectedFinding;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Looks at the target alone, in a thread and a snapshot of its own, while the users are compared. {@link #await()} and
 * {@link #close()} are for the thread that started it.
 */
public final class TargetLook implements AutoCloseable {
    private final Snapshot target;
    private final FutureTask<Finding> look;
    private final Thread reader;

    /** What was found; without protected users when the target has no ledger. */
    record Finding(Observations facts, Optional<ProtectedFinding> protectedUsers) {
        public Finding {
            requireNonNull(facts, "facts");
            requireNonNull(protectedUsers, "protectedUsers");
        }
    }

    private TargetLook(Snapshot target, boolean all, Map<String, String> drillOverrides) {
        this.target = target;
        this.look = new FutureTask<>(() -> {
            try (target) { // at once: who awaits the finding may come much later, and V2's tables stay locked till then
                return look(target, all, drillOverrides);
            }
        });
        this.reader = new Thread(look, "verifier-facts");
        reader.setDaemon(true);
    }

    /**
     * Starts to look.
     *
     * @param target taken over, and closed when the look ends
     * @param all also the facts that the comparison of users does not need
     */
    static TargetLook start(Snapshot target, boolean all, Map<String, String> drillOverrides) {
        TargetLook look = new TargetLook(target, all, drillOverrides);
        look.reader.start();
        return look;
    }

    private static Finding look(Snapshot target, boolean all, Map<String, String> drillOverrides) {
        if (!target.has("changeover.migrated_row")) {
            return new Finding(Facts.withoutLedger(), Optional.empty());
        }
        target.joinWholeTables(); // every fact reads its tables whole
        Observations facts = Facts.look(target, all, drillOverrides);
        return new Finding(facts, Optional.of(ProtectedUsers.check(target)));
    }

    /** Waits for the finding, and throws what ended the look. */
    Finding await() throws InterruptedException {
        try {
            return look.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends the look, also in its middle, and waits for its thread. */
    @Override
    public void close() {
        if (!look.isDone()) {
            target.abandon();
        }
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        target.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
