package dev.changeover.sink.apply;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The index that finds the target's users by identity. Without it each batch with new users reads all emails of the target. */
public final class IdentityIndex {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityIndex.class);
    private static final String NAME = "changeover_users_identity";

    private IdentityIndex() {}

    /**
     * Makes the index without blocking writers, unless it is there. A build that is blocked for longer than this leaves nothing
     * behind, and the sink works without the index: it only saves time. Call it while no transaction of the caller is open.
     */
    public static void ensure(DatabaseAddress target, Duration patience) throws SQLException {
        try (Connection connection = DriverManager.getConnection(target.jdbcUrl(), target.properties());
                Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + patience.toMillis());
            if (isValid(connection) || !isAlone(connection)) {
                return;
            }
            Sql.of(
                            connection,
                            "INSERT INTO changeover.target_index (name, table_name) VALUES (?, 'public.users')"
                                    + " ON CONFLICT DO NOTHING")
                    .with(NAME)
                    .update();
            try {
                statement.execute("DROP INDEX CONCURRENTLY IF EXISTS public." + NAME);
                statement.execute("CREATE INDEX CONCURRENTLY " + NAME + " ON public.users (("
                        + TargetUsers.IDENTITY_KEY.formatted("email") + "))");
            } catch (SQLException e) {
                LOG.atWarn()
                        .addKeyValue("index", NAME)
                        .addKeyValue("sqlstate", e.getSQLState())
                        .log("index not built; emails of the target are looked up by reading them all");
            }
        }
    }

    /** Another sink that builds it just now is not waited for: waiting in a statement would itself block the build. */
    private static boolean isAlone(Connection connection) throws SQLException {
        return Sql.of(connection, "SELECT pg_try_advisory_lock(hashtextextended('" + NAME + "', 0))")
                .list(row -> row.getBoolean(1))
                .get(0);
    }

    private static boolean isValid(Connection connection) throws SQLException {
        return !Sql.of(
                        connection,
                        "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('public." + NAME + "') AND indisvalid")
                .ids()
                .isEmpty();
    }
}
