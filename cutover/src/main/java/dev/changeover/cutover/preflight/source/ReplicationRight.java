package dev.changeover.cutover.preflight.source;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Whether the role may replicate: by the catalogue, then by a replication connection that asks who the server is and makes nothing. The
 * second finds what the catalogue does not know: a pooler, a line that is missing in pg_hba.conf.
 */
final class ReplicationRight {
    private static final String BY_CATALOGUE = """
            coalesce((SELECT bool_or(r.rolreplication OR r.rolsuper) FROM pg_roles r WHERE r.rolname = current_user), false)
            OR EXISTS (SELECT FROM pg_roles r WHERE r.rolname IN ('rds_superuser', 'rds_replication')
                          AND pg_has_role(current_user, r.oid, 'MEMBER'))""";

    private ReplicationRight() {}

    static Judgement of(Session v1) throws SQLException {
        String role = v1.text("SELECT current_user");
        if (!v1.holds(BY_CATALOGUE)) {
            return Judgement.fail(
                    "the role " + role + " has neither REPLICATION nor superuser",
                    "run ALTER ROLE " + role
                            + " REPLICATION in V1, or on a managed service grant its replication role");
        }
        Properties properties = Session.properties(v1.address());
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "9.4");
        properties.setProperty("preferQueryMode", "simple");
        try (Connection connection = DriverManager.getConnection(v1.address().jdbcUrl(), properties);
                var statement = connection.createStatement();
                var answer = statement.executeQuery("IDENTIFY_SYSTEM")) {
            answer.next();
            return Judgement.pass("the role " + role + " may replicate, and a replication connection was answered");
        } catch (SQLException e) {
            return Judgement.fail(
                    "the role " + role + " may replicate, but a replication connection is refused (SQLSTATE "
                            + e.getSQLState() + ")",
                    "let pg_hba.conf of V1 accept this role and machine, name the server itself and not a pooler, and see"
                            + " v1-senders-left");
        }
    }
}
