package dev.changeover.sink.apply;

import dev.changeover.contract.document.QuarantineReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The quarantine's table, within one transaction. Confined to its thread. */
final class Quarantine {
    private static final String LONGEST = "interval '10 minutes'";
    /** Five seconds, doubled at each attempt, at most ten minutes; by the target's clock, which all sinks share. */
    private static final String BACK_OFF =
            "now() + least(" + LONGEST + ", interval '5 seconds' * power(2, least(%s, 10)))";

    /** What ends without a word from V1: somebody frees the value in the target. All else waits to be told. */
    private static final Set<QuarantineReason> TRIED_AGAIN =
            Set.of(QuarantineReason.EMAIL_TAKEN, QuarantineReason.UNIQUE_VALUE_TAKEN);

    private final Connection connection;

    Quarantine(Connection connection) {
        this.connection = connection;
    }

    /** A user that is refused, with the document to try again. */
    record Entry(long userId, QuarantineReason reason, String detail, Position position) {
        static Entry of(LedgerUser user, QuarantineReason reason, String detail) {
            return new Entry(user.id(), reason, detail, Objects.requireNonNull(user.position(), "position"));
        }
    }

    /** Of a user that is refused as a whole no row waits for a value any more: when it is applied again, that is found out anew. */
    void refuse(Collection<Entry> users) throws SQLException {
        if (users.isEmpty()) {
            return;
        }
        Sql.of(
                        connection,
                        "DELETE FROM changeover.quarantine WHERE v1_user_id = ANY (?) AND kind = 'row' AND reason = ?")
                .longs(users.stream().map(Entry::userId).toList())
                .with(QuarantineReason.UNIQUE_VALUE_TAKEN.code())
                .update();
        Sql.of(connection, upsert("'user'", "''", "0"))
                .longs(users.stream().map(Entry::userId).toList())
                .texts(users.stream().map(user -> user.reason().code()).toList())
                .texts(users.stream()
                        .map(user -> user.detail().isEmpty() ? user.reason().meaning() : user.detail())
                        .toList())
                .array(
                        "int4",
                        users.stream().map(user -> user.position().partition()).toList())
                .longs(users.stream().map(user -> user.position().offset()).toList())
                .array(
                        "bool",
                        users.stream()
                                .map(user -> TRIED_AGAIN.contains(user.reason()))
                                .toList())
                .texts(users.stream().map(user -> "").toList())
                .longs(users.stream().map(user -> 0L).toList())
                .update();
    }

    /** Records the rows that are held back now, and forgets all else about users that were applied. */
    void applied(Collection<LedgerUser> users, List<HeldBack> heldBack) throws SQLException {
        if (!heldBack.isEmpty()) {
            Map<Long, Position> positions = new HashMap<>();
            users.forEach(user -> positions.put(user.id(), Objects.requireNonNull(user.position(), "position")));
            List<Position> rowPositions = heldBack.stream()
                    .map(row -> Objects.requireNonNull(positions.get(row.userId()), "a user of the batch"))
                    .toList();
            Sql.of(connection, upsert("'row'", "v.table_name", "v.v1_id"))
                    .longs(heldBack.stream().map(HeldBack::userId).toList())
                    .texts(heldBack.stream().map(row -> row.reason().code()).toList())
                    .texts(heldBack.stream().map(row -> row.reason().meaning()).toList())
                    .array(
                            "int4",
                            rowPositions.stream().map(Position::partition).toList())
                    .longs(rowPositions.stream().map(Position::offset).toList())
                    .array(
                            "bool",
                            heldBack.stream()
                                    .map(row -> TRIED_AGAIN.contains(row.reason()))
                                    .toList())
                    .texts(heldBack.stream().map(HeldBack::table).toList())
                    .longs(heldBack.stream().map(HeldBack::v1Id).toList())
                    .update();
        }
        Sql.of(
                        connection,
                        "DELETE FROM changeover.quarantine AS q WHERE q.v1_user_id = ANY (?) AND NOT EXISTS"
                                + " (SELECT FROM unnest(?::bigint[], ?::text[], ?::bigint[]) AS v(user_id, name, id)"
                                + " WHERE v.user_id = q.v1_user_id AND v.name = q.table_name AND v.id = q.v1_id)")
                .longs(users.stream().map(LedgerUser::id).toList())
                .longs(heldBack.stream().map(HeldBack::userId).toList())
                .texts(heldBack.stream().map(HeldBack::table).toList())
                .longs(heldBack.stream().map(HeldBack::v1Id).toList())
                .update();
    }

    /** A row of a user outside the batch was taken away: the user is due at once. */
    void disturbed(Collection<HeldBack> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Sql.of(
                        connection,
                        "INSERT INTO changeover.quarantine AS q (v1_user_id, table_name, v1_id, kind, reason, detail,"
                                + " topic_partition, topic_offset, next_attempt_at)"
                                + " SELECT v.user_id, v.name, v.id, 'row', v.reason, ?, u.topic_partition,"
                                + " u.topic_offset, now() FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[])"
                                + " AS v(user_id, name, id, reason)"
                                + " JOIN changeover.v1_user AS u ON u.v1_user_id = v.user_id"
                                + " ON CONFLICT (v1_user_id, table_name, v1_id) DO UPDATE SET reason = EXCLUDED.reason,"
                                + " next_attempt_at = now()")
                .with("another V1 user has taken over the row's unique value")
                .longs(rows.stream().map(HeldBack::userId).toList())
                .texts(rows.stream().map(HeldBack::table).toList())
                .longs(rows.stream().map(HeldBack::v1Id).toList())
                .texts(rows.stream().map(row -> row.reason().code()).toList())
                .update();
    }

    /**
     * Users whose next attempt is due, oldest first, and their last documents; their next attempt is put off. One that is further
     * away than any back-off was set before somebody put the clock back: it is due as well. So is whoever wants the email of a stale
     * user that one of them is to replace: users whose emails went round get them together or not at all.
     */
    List<DueUser> takeDue(int limit) throws SQLException {
        return Sql.of(
                        connection,
                        "WITH RECURSIVE due AS (SELECT v1_user_id, table_name, v1_id FROM changeover.quarantine"
                                + " WHERE next_attempt_at <= now() OR next_attempt_at > now() + " + LONGEST
                                + " ORDER BY next_attempt_at LIMIT ?"
                                + " FOR UPDATE SKIP LOCKED),"
                                + " put_off AS (UPDATE changeover.quarantine AS q SET next_attempt_at = "
                                + BACK_OFF.formatted("q.attempts")
                                + " FROM due WHERE (q.v1_user_id, q.table_name, q.v1_id)"
                                + " = (due.v1_user_id, due.table_name, due.v1_id)),"
                                + " together AS (SELECT v1_user_id FROM due UNION SELECT u.v1_user_id FROM together"
                                + " JOIN changeover.pairing USING (v1_user_id)"
                                + " JOIN changeover.baseline_user AS b USING (target_user_id)"
                                + " JOIN changeover.v1_user AS u ON u.identity = b.identity"
                                + " JOIN changeover.quarantine AS q ON q.v1_user_id = u.v1_user_id"
                                + " AND q.kind = 'user' AND q.reason = ANY (?))"
                                + " SELECT u.v1_user_id, u.topic_partition, u.topic_offset FROM together"
                                + " JOIN changeover.v1_user AS u USING (v1_user_id)"
                                + " WHERE u.topic_offset IS NOT NULL")
                .with(limit)
                .texts(List.of(QuarantineReason.EMAIL_TAKEN.code(), QuarantineReason.DUPLICATE_EMAIL.code()))
                .list(row -> new DueUser(row.getLong(1), new Position(row.getInt(2), row.getLong(3))));
    }

    private static String upsert(String kind, String table, String row) {
        return "INSERT INTO changeover.quarantine AS q (v1_user_id, table_name, v1_id, kind, reason, detail,"
                + " topic_partition, topic_offset, next_attempt_at) SELECT v.user_id, " + table + ", " + row + ", "
                + kind + ", v.reason, v.detail, v.partition, v.position, CASE WHEN v.again THEN "
                + BACK_OFF.formatted("0") + " END FROM unnest(?::bigint[], ?::text[], ?::text[], ?::int[], ?::bigint[],"
                + " ?::boolean[], ?::text[], ?::bigint[])"
                + " AS v(user_id, reason, detail, partition, position, again, table_name, v1_id)"
                + " ON CONFLICT (v1_user_id, table_name, v1_id) DO UPDATE SET reason = EXCLUDED.reason,"
                + " detail = EXCLUDED.detail, topic_partition = EXCLUDED.topic_partition,"
                + " topic_offset = EXCLUDED.topic_offset, attempts = q.attempts + 1,"
                + " take = CASE WHEN q.take = 'v2' AND EXCLUDED.reason = q.reason THEN q.take END,"
                + " next_attempt_at = CASE WHEN EXCLUDED.next_attempt_at IS NOT NULL THEN "
                + BACK_OFF.formatted("q.attempts") + " END";
    }
}
