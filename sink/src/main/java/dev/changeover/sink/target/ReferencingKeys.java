package dev.changeover.sink.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The foreign keys of the target, in any schema, that reference the plan's tables, as the catalogue has them. */
public final class ReferencingKeys {
    private ReferencingKeys() {}

    /** All of them, ordered by referenced table, schema, table and name; a partitioned table counts once. */
    public static List<ReferencingKey> read(Connection connection) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /** Those that must be re-pointed when a user is replaced: keys to {@code users} that are not the plan's own. */
    public static List<ReferencingKey> toRepoint(Connection connection) throws SQLException {
        throw new UnsupportedOperationException();
    }
}
