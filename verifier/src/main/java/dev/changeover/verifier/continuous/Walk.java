package dev.changeover.verifier.continuous;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks over all users again and again, slice by slice, so that a walk takes the period. V1 has no index on its users'
 * rows, so that each slice costs a scan of its tables: few slices, and not one a second. Confined to one thread.
 */
final class Walk {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuousVerifier.class);
    private static final int SLICES = 20;
    private static final int MOST_USERS_IN_SLICE = 10_000;
    /** How long a slice may keep its snapshots, as far as the rows of an average user tell. */
    private static final int LONGEST_SLICE_SECONDS = 30;
    /** The rest of the period is for what the looks themselves take. */
    private static final double WALKING_PART = 0.8;
    /** Until the first pass has counted them. */
    private static final long ROWS_OF_A_USER = 30;

    private final ContinuousConfig config;
    private final Looks looks;
    private final Findings findings;
    private final Clock clock;
    private @Nullable Pass pass;
    private Optional<Pass.Ended> last = Optional.empty();
    private long rowsOfAUser = ROWS_OF_A_USER;
    private long passes;

    Walk(ContinuousConfig config, Looks looks, Findings findings, Clock clock) {
        this.config = config;
        this.looks = looks;
        this.findings = findings;
        this.clock = clock;
    }

    Optional<Pass.Ended> last() {
        return last;
    }

    /** The pass under way. */
    Optional<Pass> current() {
        return Optional.ofNullable(pass);
    }

    /** Passes that have ended. */
    long passes() {
        return passes;
    }

    /** Begins, goes on with or ends a pass, if it is time to. */
    void step() throws InterruptedException {
        if (pass == null && isNextDue()) {
            long users = looks.users();
            pass = new Pass(clock.instant(), System.nanoTime(), users, usersInSlice(users));
        }
        if (pass != null && !pass.isWalked() && isDue(pass.dueNanos(walkingTime()))) {
            slice(pass);
        }
        if (pass != null && pass.hasEnded(config.patience().drain(), System.nanoTime())) {
            end(pass);
        }
    }

    private boolean isNextDue() {
        return last.map(ended -> isDue(ended.endNanos()
                        - ended.took().toNanos()
                        + config.period().toNanos()))
                .orElse(true);
    }

    private static boolean isDue(long nanos) {
        return System.nanoTime() - nanos >= 0;
    }

    /** The first pass is paced by the rate limit only: whoever starts the verifier waits for its first verdict. */
    private Duration walkingTime() {
        return last.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos((long) (config.period().toNanos() * WALKING_PART));
    }

    private int usersInSlice(long users) {
        long share = (users + SLICES - 1) / SLICES;
        long bySnapshot = (long) config.maxRowsPerSecond() * LONGEST_SLICE_SECONDS / rowsOfAUser;
        return (int) Math.max(1, Math.min(Math.min(share, bySnapshot), MOST_USERS_IN_SLICE));
    }

    private void slice(Pass walking) throws InterruptedException {
        long after = walking.after();
        Looks.Slice slice = looks.slice(after, walking.usersInSlice(), (result, lsn) -> {
            walking.reached(result.v1UserId(), lsn);
            findings.see(result, walking, lsn, System.nanoTime());
        });
        Set<Long> unseen = new HashSet<>(findings.between(after, slice.upTo()));
        unseen.removeAll(slice.seen());
        findings.nowhere(unseen);
        walking.lookedAt(slice.lsn());
        walking.skipTo(slice.upTo());
        if (slice.isLast()) {
            walking.walkedTo(System.nanoTime());
        }
    }

    private void end(Pass walked) {
        findings.release(walked);
        Pass.Ended ended = walked.ended(clock.instant(), System.nanoTime());
        long counted = ended.finding().usersCompared();
        rowsOfAUser =
                Math.max(1, counted == 0 ? ROWS_OF_A_USER : ended.finding().rowsCompared() / counted);
        passes++;
        last = Optional.of(ended);
        pass = null;
        LOG.atInfo()
                .addKeyValue("users", counted)
                .addKeyValue("seconds", ended.took().toSeconds())
                .addKeyValue("mismatched_users", findings.mismatchedUsers())
                .log("every user was looked at");
    }

    /** Also the looks at its suspects belong to a pass. */
    void lookedAt(long lsn) {
        if (pass != null) {
            pass.lookedAt(lsn);
        }
    }
}
