package dev.changeover.verifier.continuous;

import dev.changeover.verifier.report.Counted;
import dev.changeover.verifier.report.Mismatch;
import java.time.Instant;
import java.util.Optional;

/** What the looks have found until now. */
record Known(
        Optional<Pass.Ended> last,
        long passes,
        Optional<UnderWay> underWay,
        long mismatchedUsers,
        Counted<Mismatch> mismatches,
        long suspects,
        long unsettled,
        Counted<Long> changing,
        long changedChecked,
        long rowsOfV1,
        long rowsOfTarget) {

    static final Known NOTHING =
            new Known(Optional.empty(), 0, Optional.empty(), 0, Counted.none(), 0, 0, Counted.none(), 0, 0, 0);

    /** How far the walk is. */
    record UnderWay(Instant startedAt, long seen, long users) {}
}
