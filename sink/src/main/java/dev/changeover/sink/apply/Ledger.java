package dev.changeover.sink.apply;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The ledger's users and rows, within one transaction. Confined to its thread. */
final class Ledger {
    private static final String USER =
            "v1_user_id, identity, outcome, target_user_id, replaced_user_id, topic_partition, topic_offset";
    /** Columns of {@code migrated_row r}, for {@link #row}. */
    static final String ROW = "r.table_number, r.v1_id, r.v2_id, r.v1_user_id, r.live, r.document_hash, r.target_hash,"
            + " r.generation, r.streamed, r.lsn, r.link_generation, r.link_streamed, r.link_lsn";

    static final int ROW_COLUMNS = 13;

    private final Connection connection;

    Ledger(Connection connection) {
        this.connection = connection;
    }

    /** The users as they are now, without a lock; one that the ledger does not know is missing. */
    Map<Long, LedgerUser> peek(Collection<Long> ids) throws SQLException {
        return byId(Sql.of(connection, "SELECT " + USER + " FROM changeover.v1_user WHERE v1_user_id = ANY (?)")
                .longs(ids)
                .list(Ledger::user));
    }

    /** Enters users that the ledger does not know yet, without a claim. */
    void enter(Collection<Long> ids) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO changeover.v1_user (v1_user_id, outcome) SELECT id, 'pending'"
                                + " FROM unnest(?::bigint[]) AS v(id) ORDER BY id ON CONFLICT DO NOTHING")
                .longs(ids)
                .update();
    }

    /** Locks users in id order until the transaction ends: these, and all that claim one of the identities. */
    Map<Long, LedgerUser> lock(Collection<Long> ids, Collection<String> identities) throws SQLException {
        return byId(Sql.of(
                        connection,
                        "SELECT " + USER + " FROM changeover.v1_user WHERE v1_user_id = ANY (?) OR identity = ANY (?)"
                                + " ORDER BY v1_user_id FOR UPDATE")
                .longs(ids)
                .texts(identities)
                .list(Ledger::user));
    }

    /** Writes the claims of users that are locked. */
    void claim(Collection<LedgerUser> users) throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE changeover.v1_user AS u SET identity = v.identity"
                                + " FROM unnest(?::bigint[], ?::text[]) AS v(id, identity) WHERE u.v1_user_id = v.id")
                .longs(users.stream().map(LedgerUser::id).toList())
                .texts(users.stream().map(LedgerUser::identity).toList())
                .update();
    }

    /** Writes how users ended that are locked; each has a position by now. */
    void end(Collection<LedgerUser> users) throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE changeover.v1_user AS u SET outcome = v.outcome, target_user_id = v.target,"
                                + " replaced_user_id = v.replaced, topic_partition = v.partition,"
                                + " topic_offset = v.position, applied_at = now()"
                                + " FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::int[], ?::bigint[])"
                                + " AS v(id, outcome, target, replaced, partition, position) WHERE u.v1_user_id = v.id")
                .longs(users.stream().map(LedgerUser::id).toList())
                .texts(users.stream().map(user -> user.outcome().code()).toList())
                .longs(users.stream().map(LedgerUser::targetUserId).toList())
                .longs(users.stream().map(LedgerUser::replacedUserId).toList())
                .array("int4", users.stream().map(Ledger::partition).toList())
                .longs(users.stream().map(Ledger::offset).toList())
                .update();
    }

    /** All entries of rows that belong to the users, also of rows that left the target. */
    Map<RowKey, LedgerRow> rowsOf(Collection<Long> users) throws SQLException {
        return byKey(
                Sql.of(connection, "SELECT " + ROW + " FROM changeover.migrated_row AS r WHERE r.v1_user_id = ANY (?)")
                        .longs(users)
                        .list(Ledger::row));
    }

    /** The entries of these rows, whoever owns them. */
    Map<RowKey, LedgerRow> rows(Collection<RowKey> keys) throws SQLException {
        return byKey(Sql.of(
                        connection,
                        "SELECT " + ROW + " FROM unnest(?::int[], ?::bigint[]) AS v(table_number, v1_id)"
                                + " JOIN changeover.migrated_row AS r USING (table_number, v1_id)")
                .array("int4", keys.stream().map(RowKey::table).toList())
                .longs(keys.stream().map(RowKey::v1Id).toList())
                .list(Ledger::row));
    }

    /**
     * Rows that are not in the target any more.
     *
     * @param deleted V2 ids of those that the sink took away; V2 had deleted the others
     */
    void leave(Collection<LedgerRow> rows, Set<Long> deleted) throws SQLException {
        forRows(
                rows,
                "live = false, target_hash = v.hash",
                row -> deleted.contains(row.v2Id()) ? row.targetHash() : LedgerRow.DELETED_IN_V2);
    }

    /** Rows that the sink itself changed: as they are now, and to be written again by their owner's next document. */
    void disturb(Collection<LedgerRow> rows, Function<LedgerRow, Long> hashes) throws SQLException {
        forRows(rows, "document_hash = 0, target_hash = v.hash", hashes::apply);
    }

    private void forRows(Collection<LedgerRow> rows, String assignment, ToLongFunction<LedgerRow> hash)
            throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE changeover.migrated_row AS r SET " + assignment
                                + " FROM unnest(?::int[], ?::bigint[], ?::bigint[]) AS v(table_number, v1_id, hash)"
                                + " WHERE r.table_number = v.table_number AND r.v1_id = v.v1_id")
                .array("int4", rows.stream().map(row -> row.key().table()).toList())
                .longs(rows.stream().map(row -> row.key().v1Id()).toList())
                .longs(rows.stream().map(row -> hash.applyAsLong(row)).toList())
                .update();
    }

    /** Rows that somebody owns now, or whose version is newer; what the ledger says of their content stays. */
    void move(List<Difference.Known> rows) throws SQLException {
        Sql move = Sql.of(
                        connection,
                        "UPDATE changeover.migrated_row AS r SET v1_user_id = v.owner, generation = v.generation,"
                                + " streamed = v.streamed, lsn = v.lsn, link_generation = v.link_generation,"
                                + " link_streamed = v.link_streamed, link_lsn = v.link_lsn"
                                + " FROM unnest(?::int[], ?::bigint[], ?::bigint[], " + VersionColumns.ARRAYS + ")"
                                + " AS v(table_number, v1_id, owner, " + VersionColumns.NAMES + ")"
                                + " WHERE r.table_number = v.table_number AND r.v1_id = v.v1_id")
                .array(
                        "int4",
                        rows.stream().map(row -> row.entry().key().table()).toList())
                .longs(rows.stream().map(row -> row.entry().key().v1Id()).toList())
                .longs(rows.stream().map(row -> row.wanted().owner()).toList());
        VersionColumns.add(
                        move,
                        rows.stream().map(row -> row.wanted().row().version()).toList())
                .update();
    }

    /** Evidence that this transaction wrote a row outside the ledger. */
    void signTransaction(long epoch) throws SQLException {
        Sql.of(
                        connection,
                        "INSERT INTO changeover.sink_transaction (transaction, epoch)"
                                + " VALUES (pg_current_xact_id(), ?) ON CONFLICT DO NOTHING")
                .with(epoch)
                .update();
    }

    private static Integer partition(LedgerUser user) {
        return Objects.requireNonNull(user.position(), "position").partition();
    }

    private static Long offset(LedgerUser user) {
        return Objects.requireNonNull(user.position(), "position").offset();
    }

    private static LedgerUser user(ResultSet row) throws SQLException {
        int partition = row.getInt(6);
        Position position = row.wasNull() ? null : new Position(partition, row.getLong(7));
        return new LedgerUser(
                row.getLong(1),
                row.getString(2),
                LedgerUser.Outcome.ofCode(row.getString(3)),
                Sql.nullableLong(row, 4),
                Sql.nullableLong(row, 5),
                position);
    }

    static LedgerRow row(ResultSet row) throws SQLException {
        return new LedgerRow(
                new RowKey(row.getInt(1), row.getLong(2)),
                row.getLong(3),
                row.getLong(4),
                VersionColumns.read(row, 8),
                row.getBoolean(5),
                row.getLong(6),
                row.getLong(7));
    }

    private static Map<Long, LedgerUser> byId(List<LedgerUser> users) {
        Map<Long, LedgerUser> byId = new LinkedHashMap<>();
        users.forEach(user -> byId.put(user.id(), user));
        return byId;
    }

    private static Map<RowKey, LedgerRow> byKey(List<LedgerRow> rows) {
        Map<RowKey, LedgerRow> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(row.key(), row));
        return byKey;
    }
}
