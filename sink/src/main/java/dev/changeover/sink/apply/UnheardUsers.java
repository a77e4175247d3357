package dev.changeover.sink.apply;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Users that the baseline claimed and V1 deleted before its snapshot: no document will ever speak of them. They are counted as
 * deleted, and their claims go. Should a document speak after all, it counts as always.
 */
public final class UnheardUsers {
    private static final int PAGE = 5_000;

    private UnheardUsers() {}

    /** Looks at all users that no document has spoken of yet, page by page; commits after each page. Returns how many V1 lacks. */
    public static int settle(Connection target, Connection v1) throws SQLException {
        int settled = 0;
        long after = Long.MIN_VALUE;
        List<Long> page;
        do {
            page = Sql.of(
                            target,
                            "SELECT v1_user_id FROM changeover.v1_user WHERE v1_user_id > ? AND topic_offset IS NULL"
                                    + " AND outcome IN ('pending', 'skipped') ORDER BY v1_user_id LIMIT " + PAGE)
                    .with(after)
                    .ids();
            List<Long> absent = absent(page, v1);
            settled += absent.size();
            forget(absent, target);
            target.commit();
            after = page.isEmpty() ? after : page.get(page.size() - 1);
        } while (page.size() == PAGE);
        return settled;
    }

    private static List<Long> absent(List<Long> users, Connection v1) throws SQLException {
        if (users.isEmpty()) {
            return List.of();
        }
        Set<Long> present = new HashSet<>(Sql.of(v1, "SELECT id FROM public.users WHERE id = ANY (?)")
                .longs(users)
                .ids());
        List<Long> absent = new ArrayList<>(users);
        absent.removeAll(present);
        return absent;
    }

    private static void forget(List<Long> users, Connection target) throws SQLException {
        if (users.isEmpty()) {
            return;
        }
        List<String> identities = Sql.of(
                        target,
                        "SELECT identity FROM changeover.v1_user WHERE v1_user_id = ANY (?) AND topic_offset IS NULL"
                                + " AND identity IS NOT NULL ORDER BY v1_user_id FOR UPDATE")
                .longs(users)
                .list(row -> row.getString(1));
        Sql.of(
                        target,
                        "UPDATE changeover.v1_user SET outcome = 'deleted', identity = NULL"
                                + " WHERE v1_user_id = ANY (?) AND topic_offset IS NULL")
                .longs(users)
                .update();
        new Rivals(target).wakeRemaining(identities);
    }
}
