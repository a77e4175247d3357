package dev.changeover.cutover.point;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void withoutARuleEveryPointStays() {
        assertThat(new Retention(Optional.empty(), Optional.empty()).toDelete(points(5), NOW))
                .isEmpty();
    }

    @Test
    void theNewestStay() {
        Retention two = new Retention(Optional.of(2), Optional.empty());

        assertThat(two.toDelete(points(5), NOW))
                .extracting(PointManifest::name)
                .containsExactly("age-5", "age-4", "age-3");
    }

    @Test
    void whatOneRuleKeepsTheOtherDoesNotDelete() {
        Retention oneOrThreeDays = new Retention(Optional.of(1), Optional.of(Duration.ofDays(3)));

        assertThat(oneOrThreeDays.toDelete(points(5), NOW))
                .extracting(PointManifest::name)
                .containsExactly("age-5", "age-4", "age-3");
    }

    @Test
    void theOnlyWayBackToABeginningStaysHoweverOldItIs() {
        List<PointManifest> points =
                List.of(point("beginning", 90, true), point("again", 30, true), point("yesterday", 1, false));
        Retention one = new Retention(Optional.of(1), Optional.of(Duration.ofDays(1)));

        assertThat(one.toDelete(points, NOW)).isEmpty();
    }

    @Test
    void aPointFromBeforeThereWasALedgerStaysHoweverOldItIs() {
        PointManifest first = point("first", 90, false, Optional.empty());
        PointManifest later = point("later", 30, false);
        Retention one = new Retention(Optional.of(1), Optional.of(Duration.ofDays(1)));

        assertThat(one.toDelete(List.of(first, later, point("yesterday", 1, false)), NOW))
                .containsExactly(later);
    }

    /** Oldest first; the youngest is a day old. */
    private static List<PointManifest> points(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> point("age-" + (count - i), count - i, false))
                .toList();
    }

    private static PointManifest point(String name, int days, boolean beforeFirstWrite) {
        return point(name, days, beforeFirstWrite, Optional.of(new UUID(1, 2)));
    }

    private static PointManifest point(String name, int days, boolean beforeFirstWrite, Optional<UUID> ledger) {
        return new PointManifest(
                name,
                NOW.minus(Duration.ofDays(days)),
                new TargetMark("v2", 1, 2, ledger),
                "17.0",
                3,
                beforeFirstWrite,
                List.of(),
                List.of(),
                List.of(),
                0);
    }
}
