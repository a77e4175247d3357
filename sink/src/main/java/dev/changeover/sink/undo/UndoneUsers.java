package dev.changeover.sink.undo;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.sink.apply.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The ledger of undone users. Their claims stay, and their rows' entries: readmitted, they get the same ids again. */
final class UndoneUsers {
    private final Connection connection;

    UndoneUsers(Connection connection) {
        this.connection = connection;
    }

    void enter(Collection<UndoUser> users, long epoch) throws SQLException {
        List<Long> ids = users.stream().map(UndoUser::v1UserId).toList();
        // A user that V1 has deleted stays deleted: nobody will ever ask for it again. One that V2 refused to delete
        // has no claim.
        Sql.of(
                        connection,
                        "UPDATE changeover.v1_user AS u SET outcome = CASE WHEN EXISTS (SELECT FROM changeover.quarantine"
                                + " AS q WHERE q.v1_user_id = u.v1_user_id AND q.kind = 'user'"
                                + " AND (q.reason = ? OR q.reason = ? AND u.identity IS NULL))"
                                + " THEN 'deleted' ELSE 'undone' END, target_user_id = NULL, replaced_user_id = NULL,"
                                + " applied_at = now() WHERE v1_user_id = ANY (?)")
                .with(QuarantineReason.DELETED_IN_V1.code())
                .with(QuarantineReason.REFUSED_BY_TARGET.code())
                .longs(ids)
                .update();
        Sql.of(connection, "UPDATE changeover.migrated_row SET live = false WHERE live AND v1_user_id = ANY (?)")
                .longs(ids)
                .update();
        Sql.of(connection, "DELETE FROM changeover.quarantine WHERE v1_user_id = ANY (?)")
                .longs(ids)
                .update();
        Sql.of(
                        connection,
                        "INSERT INTO changeover.sink_transaction (transaction, epoch)"
                                + " VALUES (pg_current_xact_id(), ?) ON CONFLICT DO NOTHING")
                .with(epoch)
                .update();
    }
}
