package dev.changeover.cutover.assessment;

import dev.changeover.contract.plan.MigrationPlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * When the target's users completed the sessions that V1 can have made. A session at a time at which V1 has none was done in V2, or is deleted
 * in V1.
 *
 * @param ofUser by user, sorted; in microseconds since 1970
 */
record SessionTimes(Map<Long, long[]> ofUser) {
    private static final OwnedRows SESSIONS = new OwnedRows(MigrationPlan.table(MigrationPlan.COMPLETED_SESSIONS));
    private static final String TIMES = "array_agg((extract(epoch FROM " + OwnedRows.ROW + ".date) * 1000000)::bigint)";
    private static final String DATED = "isfinite(" + OwnedRows.ROW + ".date)";

    static SessionTimes read(Snapshot target) throws SQLException {
        Map<Long, long[]> times = new HashMap<>();
        String condition = DATED + " AND " + StaleRows.madeByV1(MigrationPlan.table(MigrationPlan.COMPLETED_SESSIONS));
        SESSIONS.aggregate(target, TIMES, condition, row -> times.put(row.getLong(1), times(row)));
        return new SessionTimes(times);
    }

    /** The copies that have a session at a time at which their V1 user has none. */
    Set<Long> without(Snapshot v1, Map<Long, Long> pairings) throws SQLException {
        Set<Long> copies = new HashSet<>(pairings.values());
        copies.retainAll(ofUser.keySet());
        SESSIONS.aggregate(v1, TIMES, DATED, row -> {
            Long copy = pairings.get(row.getLong(1));
            if (copy != null && hasAll(times(row), ofUser.getOrDefault(copy, new long[0]))) {
                copies.remove(copy);
            }
        });
        return copies;
    }

    private static boolean hasAll(long[] sorted, long[] wanted) {
        return Arrays.stream(wanted).allMatch(each -> Arrays.binarySearch(sorted, each) >= 0);
    }

    private static long[] times(ResultSet row) throws SQLException {
        return Arrays.stream((Long[]) row.getArray(2).getArray())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
    }
}
