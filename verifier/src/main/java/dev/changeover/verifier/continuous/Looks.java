package dev.changeover.verifier.continuous;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.verifier.content.ContentLook;
import dev.changeover.verifier.content.UserResult;
import dev.changeover.verifier.read.DatabaseSide;
import dev.changeover.verifier.read.Depth;
import dev.changeover.verifier.read.RowCursor;
import dev.changeover.verifier.read.Snapshot;
import dev.changeover.verifier.read.UserSelection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at some users, in a pair of snapshots that live as long as the look. The target's is taken first, so that it cannot
 * have anything that V1 had not. Confined to one thread, but for the row counts.
 */
final class Looks {
    private static final String LEDGER = "changeover.v1_user";
    /** A server that went away without a word; a query takes this long only if its tables are huge. */
    private static final String SOCKET_TIMEOUT_SECONDS = "300";

    private final DatabaseAddress v1;
    private final DatabaseAddress target;
    private final RateLimit v1Rate;
    private final RateLimit targetRate;
    private final ContentLook content;

    /** Takes what a look finds, user by user. */
    @FunctionalInterface
    interface Results {
        /**
         * One user.
         *
         * @param lsn V1's position, at or above everything that the look saw
         */
        void found(UserResult result, long lsn);
    }

    /**
     * A stretch of users in id order.
     *
     * @param upTo the last id that it covers; the last slice covers all ids there are
     * @param seen those that either database has
     */
    record Slice(long upTo, Set<Long> seen, long lsn) {
        boolean isLast() {
            return upTo == Long.MAX_VALUE;
        }
    }

    Looks(ContinuousConfig config) {
        v1 = withTimeout(config.v1());
        target = withTimeout(config.target());
        v1Rate = new RateLimit(config.maxRowsPerSecond());
        targetRate = new RateLimit(config.maxRowsPerSecond());
        content = new ContentLook(Depth.VALUES, config.drillOverrides());
    }

    private static DatabaseAddress withTimeout(DatabaseAddress address) {
        Map<String, String> options = new HashMap<>(address.options());
        options.putIfAbsent("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        return new DatabaseAddress(
                address.host(), address.port(), address.database(), address.user(), address.password(), options);
    }

    long rowsOfV1() {
        return v1Rate.rows();
    }

    long rowsOfTarget() {
        return targetRate.rows();
    }

    /** How many users there are, on the side that has more. */
    long users() {
        long inTarget;
        try (Snapshot snapshot = ofTarget()) {
            inTarget = snapshot.has(LEDGER) ? snapshot.number("SELECT count(*) FROM " + LEDGER) : 0;
        }
        try (Snapshot snapshot = ofV1()) {
            return Math.max(inTarget, snapshot.number("SELECT count(*) FROM public.users"));
        }
    }

    /** The next users of both sides, those too that only the ledger knows. */
    Slice slice(long after, int users, Results results) throws InterruptedException {
        try (Snapshot ofTarget = ofTarget();
                Snapshot ofV1 = ofV1()) {
            List<Long> inV1 =
                    numbers(ofV1, "SELECT id FROM public.users WHERE id > ? ORDER BY id LIMIT ?", after, users);
            List<Long> inLedger = ofTarget.has(LEDGER)
                    ? numbers(
                            ofTarget,
                            "SELECT v1_user_id FROM " + LEDGER + " WHERE v1_user_id > ? ORDER BY 1 LIMIT ?",
                            after,
                            users)
                    : List.of();
            long upTo = Math.min(end(inV1, users), end(inLedger, users));
            TreeSet<Long> both = new TreeSet<>(inV1);
            both.addAll(inLedger);
            List<Long> ids = both.stream().filter(id -> id <= upTo).toList();
            long lsn = ofV1.lsn();
            return new Slice(upTo, look(ofV1, ofTarget, ids, lsn, results), lsn);
        }
    }

    private static long end(List<Long> ids, int asked) {
        return ids.size() < asked ? Long.MAX_VALUE : ids.get(ids.size() - 1);
    }

    /** These users; answers those that either database has. */
    Set<Long> users(List<Long> ids, Results results) throws InterruptedException {
        try (Snapshot ofTarget = ofTarget();
                Snapshot ofV1 = ofV1()) {
            return look(ofV1, ofTarget, ids, ofV1.lsn(), results);
        }
    }

    /** Those users whose documents the ledger has come to, at most so many; the others go on waiting. */
    int changed(ChangedUsers changed, int most, Results results) throws InterruptedException {
        try (Snapshot ofTarget = ofTarget()) {
            Map<Long, Long> applied = applied(ofTarget, changed.waiting(), most);
            if (!applied.isEmpty()) {
                try (Snapshot ofV1 = ofV1()) {
                    look(ofV1, ofTarget, applied.keySet().stream().sorted().toList(), ofV1.lsn(), results);
                }
            }
            applied.forEach((user, offset) -> changed.applied(user, offset, System.nanoTime()));
            return applied.size();
        }
    }

    private static Map<Long, Long> applied(Snapshot target, List<ChangedUsers.Waiting> waiting, int most) {
        Map<Long, Long> applied = new HashMap<>();
        if (waiting.isEmpty() || !target.has(LEDGER)) {
            return applied;
        }
        String sql = "SELECT u.v1_user_id, u.topic_offset"
                + " FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS w(id, part, first) JOIN " + LEDGER
                + " u ON u.v1_user_id = w.id AND u.topic_partition = w.part AND u.topic_offset >= w.first LIMIT "
                + most;
        try (RowCursor rows = target.rows(
                sql,
                waiting.stream().map(ChangedUsers.Waiting::userId).toList(),
                waiting.stream().map(each -> (long) each.partition()).toList(),
                waiting.stream().map(ChangedUsers.Waiting::first).toList())) {
            while (rows.next()) {
                applied.put(rows.number(1), rows.number(2));
            }
        }
        return applied;
    }

    private Set<Long> look(Snapshot ofV1, Snapshot ofTarget, List<Long> ids, long lsn, Results results)
            throws InterruptedException {
        Set<Long> seen = new HashSet<>();
        if (!ids.isEmpty()) {
            content.run(ofV1, ofTarget, UserSelection.of(ids), result -> {
                seen.add(result.v1UserId());
                results.found(result, lsn);
            });
        }
        return seen;
    }

    private static List<Long> numbers(Snapshot snapshot, String sql, long after, int most) {
        List<Long> numbers = new ArrayList<>();
        try (RowCursor rows = snapshot.rows(sql, after, most)) {
            while (rows.next()) {
                numbers.add(rows.number(1));
            }
        }
        return numbers;
    }

    private Snapshot ofTarget() {
        return Snapshot.open(DatabaseSide.TARGET, target, targetRate);
    }

    private Snapshot ofV1() {
        return Snapshot.open(DatabaseSide.V1, v1, v1Rate);
    }
}
