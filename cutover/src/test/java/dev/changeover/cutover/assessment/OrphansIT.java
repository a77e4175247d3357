package dev.changeover.cutover.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which V1 rows belong to nobody. User 1 has an email, 2 and 3 are skipped, 4 and 5 share an identity, 99 is not there. */
class OrphansIT {
    private static LocalPostgres server;

    @BeforeAll
    static void start() throws SQLException {
        server = LocalPostgres.startTemporary();
        server.createDatabase("v1");
        try (Connection v1 = server.connect("v1")) {
            Schemas.createV1(v1);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void haveUsersWithoutRows() throws SQLException {
        run("TRUNCATE users CASCADE; INSERT INTO users (id, email) VALUES (1, 'ann@example.org'), (2, NULL), (3, ' '),"
                + " (4, 'bo@example.org'), (5, 'BO@example.org')");
    }

    static Stream<String> aRowWhoseOwnerIsNullOrNotThere() {
        return MigrationPlan.tables().stream().filter(table -> !table.isRoot()).map(TablePlan::name);
    }

    @ParameterizedTest
    @MethodSource
    void aRowWhoseOwnerIsNullOrNotThere(String table) throws SQLException {
        ParentLink owner = MigrationPlan.table(table).parent().orElseThrow();

        run("INSERT INTO " + table + " (" + owner.column() + ") VALUES (NULL), (99)");

        assertThat(orphans()).isEqualTo(2);
    }

    @Test
    void aChildOfAnOrphan() throws SQLException {
        run("INSERT INTO drill_groups (id, user_id) VALUES (1, NULL), (2, 99);"
                + " INSERT INTO drill_group_items (drill_group_id) VALUES (1), (1), (2)");
        assertThat(orphans()).isEqualTo(2 + 3);

        run("INSERT INTO training_sessions (id, user_id) VALUES (1, NULL), (2, 99);"
                + " INSERT INTO ordered_session_drills (session_id) VALUES (1), (2), (2)");
        assertThat(orphans()).isEqualTo(5 + 2 + 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void noRowOfAUserWhoIsThereMigratedSkippedOrQuarantined(int user) throws SQLException {
        run("INSERT INTO drill_groups (id, user_id) VALUES (1, " + user + ");"
                + " INSERT INTO drill_group_items (drill_group_id) VALUES (1);"
                + " INSERT INTO saved_filters (user_id) VALUES (" + user + ")");

        assertThat(orphans()).isZero();
    }

    @Test
    void onlyTheOrphansAmongRowsThatStayBehind() throws SQLException {
        run("INSERT INTO drill_groups (id, user_id) VALUES (1, NULL);"
                + " INSERT INTO drill_group_items (drill_group_id) VALUES (1);"
                + " INSERT INTO saved_filters (user_id) VALUES (99), (2)");

        assertThat(orphans()).isEqualTo(3);
    }

    private static long orphans() throws SQLException {
        try (Snapshot v1 = Snapshot.open("V1", server.address("v1"))) {
            return SourceFigures.read(v1).orphans();
        }
    }

    /** As somebody who may name rows that are not there. */
    private static void run(String sql) throws SQLException {
        try (Connection v1 = server.connect("v1");
                Statement statement = v1.createStatement()) {
            statement.execute("SET session_replication_role = replica; " + sql);
        }
    }
}
