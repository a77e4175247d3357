package dev.changeover.sink.undo;

import dev.changeover.sink.apply.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Lets undone users be migrated again: by their next documents, as if they had never been. */
public final class Readmission {
    private Readmission() {}

    /**
     * Puts undone users back to pending, in the caller's transaction; all others stay as they are. A second call does nothing.
     *
     * @return the V1 ids of those that were undone
     */
    public static List<Long> release(Connection connection, Collection<Long> v1Users) throws SQLException {
        return Sql.of(
                        connection,
                        "UPDATE changeover.v1_user SET outcome = 'pending' WHERE outcome = 'undone'"
                                + " AND v1_user_id IN (SELECT v1_user_id FROM changeover.v1_user"
                                + " WHERE v1_user_id = ANY (?) ORDER BY v1_user_id FOR UPDATE) RETURNING v1_user_id")
                .longs(v1Users)
                .ids();
    }
}
