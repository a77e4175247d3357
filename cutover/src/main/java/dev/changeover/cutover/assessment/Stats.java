package dev.changeover.cutover.assessment;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.rules.DrillMatcher;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.database.DatabaseProblems;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Both databases in numbers.
 *
 * @param v1Rows rows of each user table in V1, in plan order
 * @param targetRows likewise in the target
 * @param orphanRows V1 rows that belong to no user, and stay behind
 * @param unmappedDrills V1 drills that no drill of the target matches
 */
public record Stats(
        UserFigures users,
        Map<String, Long> v1Rows,
        Map<String, Long> targetRows,
        long orphanRows,
        long unmappedDrills) {

    /** What the pipeline moves in a second on two cores, start-up apart; measured with the reference set. */
    private static final long ROWS_PER_SECOND = 3_500;

    private static final Duration START_UP = Duration.ofSeconds(12);

    public Stats {
        requireNonNull(users, "users");
        v1Rows = new LinkedHashMap<>(v1Rows);
        targetRows = new LinkedHashMap<>(targetRows);
    }

    /**
     * Reads both databases.
     *
     * @param overrides V1 drill title to uuid
     * @throws ProblemException when one cannot be reached or read
     */
    public static Stats read(DatabaseAddress v1, DatabaseAddress target, Map<String, String> overrides) {
        try (Snapshot targetSnapshot = Snapshot.open("the target", target);
                Snapshot v1Snapshot = Snapshot.open("V1", v1)) {
            TargetFigures there = read("the target", target, () -> TargetFigures.read(targetSnapshot));
            SourceFigures here = read("V1", v1, () -> SourceFigures.read(v1Snapshot));
            UserClassification users = new UserClassification(here.emails(), there.emails());
            DrillMatcher matcher = new DrillMatcher(new DrillCatalogue("", there.drills(), overrides));
            return new Stats(
                    users.figures(there.ledger().orElseGet(users::freshBaseline)),
                    here.rows(),
                    there.rows(),
                    here.orphans(),
                    here.drillTitles().stream()
                            .filter(title ->
                                    title == null || matcher.uuidOf(title).isEmpty())
                            .count());
        }
    }

    /** How long a migration of everything takes, roughly. */
    public Duration estimate() {
        long rows = v1Rows.values().stream().mapToLong(Long::longValue).sum();
        return START_UP.plusSeconds(rows / ROWS_PER_SECOND);
    }

    static <T> T read(String role, DatabaseAddress address, Reading<T> reading) {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw DatabaseProblems.reading(role, address, e);
        }
    }

    @FunctionalInterface
    interface Reading<T> {
        T read() throws SQLException;
    }
}
