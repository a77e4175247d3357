package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TargetSchemaCheckIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void v2AsTheAppHasItFits() throws SQLException {
        assertThat(findings(SERVER.v2())).isEmpty();
    }

    @Test
    void aMissingTableOrColumnAndAnotherTypeAreAllSaidAtOnce() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(v2, "DROP TABLE saved_filters");
        TestServer.run(v2, "ALTER TABLE users DROP COLUMN position");
        TestServer.run(v2, "ALTER TABLE completed_sessions ALTER drills TYPE jsonb USING drills::jsonb");

        try (Connection connection = TestServer.connect(v2)) {
            assertThatThrownBy(() -> TargetSchemaCheck.require(connection))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("does not fit the migration plan in 3 points")
                    .hasMessageContaining("\"public\".\"saved_filters\": the table does not exist")
                    .hasMessageContaining("\"position\": the column does not exist")
                    .hasMessageContaining("the column is jsonb, but the plan writes json");
        }
    }

    @Test
    void aNewNotNullColumnIsRefusedUnlessItHasADefault() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(v2, "ALTER TABLE users ADD tenant int NOT NULL DEFAULT 7, ADD nickname text");
        assertThat(findings(v2)).isEmpty();

        TestServer.run(v2, "ALTER TABLE users ADD region text NOT NULL");

        assertThat(findings(v2)).singleElement().satisfies(finding -> assertThat(finding.finding())
                .contains("NOT NULL without a default"));
    }

    @Test
    void anIdWithoutASequenceOrAGeneratedColumnIsRefused() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(v2, "ALTER TABLE drill_groups ALTER id DROP DEFAULT; DROP SEQUENCE drill_groups_id_seq");
        TestServer.run(
                v2,
                "ALTER TABLE refresh_tokens DROP COLUMN is_revoked,"
                        + " ADD is_revoked boolean GENERATED ALWAYS AS (token IS NULL) STORED");

        assertThat(findings(v2))
                .extracting(SchemaFinding::finding)
                .containsExactly(
                        "no sequence is owned by its id, so that no new id can be taken",
                        "the server generates the column's value itself");
    }

    @Test
    void widerTypesThatKeepEveryValueFit() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(v2, "ALTER TABLE drill_groups ALTER name TYPE text, ALTER id TYPE bigint");

        assertThat(findings(v2)).isEmpty();
    }

    @Test
    void eachMissingPrivilegeIsNamedWithItsGrant() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(
                v2,
                "CREATE ROLE limited LOGIN; GRANT CREATE ON DATABASE " + v2.database() + " TO limited;"
                        + " GRANT ALL ON ALL TABLES IN SCHEMA public TO limited; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO limited;"
                        + " REVOKE DELETE ON users FROM limited; REVOKE UPDATE ON audit_logs FROM limited;"
                        + " REVOKE ALL ON SEQUENCE drill_groups_id_seq FROM limited");

        assertThat(findings(SERVER.as("limited", v2)))
                .extracting(each -> each.object() + " " + each.finding())
                .containsExactly(
                        "\"public\".\"users\" DELETE on the table is not granted",
                        "\"public\".\"drill_groups\" USAGE on the sequence of its id is not granted",
                        "\"public\".\"audit_logs\" UPDATE on the table is not granted");
    }

    @Test
    void rowLevelSecurityThatHidesRowsIsRefused() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(
                v2,
                "CREATE ROLE restricted LOGIN; GRANT CREATE ON DATABASE " + v2.database() + " TO restricted;"
                        + " GRANT ALL ON ALL TABLES IN SCHEMA public TO restricted;"
                        + " GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO restricted; ALTER TABLE users ENABLE ROW LEVEL SECURITY");

        assertThat(findings(SERVER.as("restricted", v2)))
                .extracting(SchemaFinding::finding)
                .containsExactly("row-level security hides rows from this user");
    }

    private static List<SchemaFinding> findings(DatabaseAddress address) throws SQLException {
        try (Connection connection = TestServer.connect(address)) {
            return TargetSchemaCheck.findings(connection);
        }
    }
}
