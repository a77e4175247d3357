package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which points stay. One goes only if no rule that was given keeps it; without a rule all stay. A point from before a first write, or
 * from before there was a ledger, stays always: it is the only way back to that beginning.
 *
 * @param newest how many of the newest stay
 * @param youngerThan age up to which points stay
 */
public record Retention(Optional<Integer> newest, Optional<Duration> youngerThan) {
    public Retention {
        requireNonNull(newest, "newest");
        requireNonNull(youngerThan, "youngerThan");
    }

    /** @param points oldest first */
    List<PointManifest> toDelete(List<PointManifest> points, Instant now) {
        if (newest.isEmpty() && youngerThan.isEmpty()) {
            return List.of();
        }
        List<PointManifest> doomed = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            PointManifest point = points.get(i);
            int newer = points.size() - 1 - i;
            boolean kept = newest.map(most -> newer < most).orElse(false)
                    || youngerThan
                            .map(age -> point.createdAt().isAfter(now.minus(age)))
                            .orElse(false)
                    || point.beforeFirstWrite()
                    || point.target().ledgerId().isEmpty()
                    || newer == 0;
            if (!kept) {
                doomed.add(point);
            }
        }
        return doomed;
    }
}
