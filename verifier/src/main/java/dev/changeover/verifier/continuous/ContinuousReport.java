package dev.changeover.verifier.continuous;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.Stage;
import dev.changeover.verifier.report.Verdict;
import java.time.Duration;
import java.util.Optional;

/**
 * What the continuous verifier can say now. The verdict is that of the last pass which has ended, but for what was found or
 * mended since.
 *
 * @param sinceLastPass time since the last pass ended; empty before that
 * @param unapplied documents that the sink has not applied in time
 * @param waitsFor what the verifier waits for
 */
record ContinuousReport(
        Stage.State state,
        Optional<Problem> waitsFor,
        Duration period,
        Optional<Duration> sinceLastPass,
        ChangedUsers.Unapplied unapplied,
        long changedWaiting,
        Known known) {
    private static final int PERIODS_UNTIL_OLD = 2;

    ContinuousReport {
        requireNonNull(state, "state");
        requireNonNull(known, "known");
    }

    /** A mismatch is a mismatch whatever else is open; nothing compared yet is never a match. */
    Verdict verdict() {
        if (known.mismatchedUsers() > 0) {
            return Verdict.MISMATCH;
        }
        return reason().isEmpty() ? Verdict.MATCH : Verdict.INCONCLUSIVE;
    }

    /** Why there is neither a match nor a mismatch, as far as users go; one clause. */
    Optional<String> reason() {
        if (known.last().isEmpty()) {
            return Optional.of("not every user was looked at yet");
        }
        Pass.Ended last = known.last().get();
        if (last.finding().usersCompared() == 0) {
            return Optional.of("no user could be compared");
        }
        if (known.unsettled() + last.notFollowed() > 0) {
            return Optional.of("users differ and could not be settled");
        }
        return isOld(last) ? Optional.of("the last look at every user is too long ago") : Optional.empty();
    }

    /** A pass may take longer than the period, where the rate limit says so. */
    private boolean isOld(Pass.Ended last) {
        Duration expected = last.took().compareTo(period) > 0 ? last.took() : period;
        return sinceLastPass.orElse(Duration.ZERO).compareTo(expected.multipliedBy(PERIODS_UNTIL_OLD)) > 0;
    }

    /** V1's position at which the verdict holds: that of the last look of the last pass. */
    Optional<Long> lsn() {
        return known.last().map(Pass.Ended::lsn);
    }

    /** V1's position at the first look of the last pass. */
    Optional<Long> fromLsn() {
        return known.last().map(Pass.Ended::fromLsn);
    }

    /** All of it as one JSON object on one line, for programs. */
    String json() {
        return ContinuousJson.of(this);
    }
}
