package dev.changeover.cutover.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.cutover.assessment.PlannedUser.Doubt;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One V1 user, Ann, whose stale copy in the target has the id 7; Bob is of the target alone. */
class PlanIT {
    private static final AtomicInteger PAIRS = new AtomicInteger();
    private static LocalPostgres server;

    private String v1 = "";
    private String v2 = "";

    @BeforeAll
    static void start() throws SQLException {
        server = LocalPostgres.startTemporary();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void copyAnn() throws SQLException {
        int pair = PAIRS.incrementAndGet();
        v1 = "v1_" + pair;
        v2 = "v2_" + pair;
        server.createDatabase(v1);
        server.createDatabase(v2);
        try (Connection source = server.connect(v1);
                Connection target = server.connect(v2)) {
            Schemas.createV1(source);
            Schemas.createV2(target);
        }
        String session =
                "INSERT INTO completed_sessions (user_id, date, drills%s) VALUES (%d, '2026-03-01 10:00', '[]'%s);";
        in(
                v1,
                "INSERT INTO users (id, email, hashed_password) VALUES (1, 'ann@x', 'hash');"
                        + session.formatted("", 1, ""));
        in(
                v2,
                "INSERT INTO users (id, email, hashed_password) VALUES (7, 'ann@x', 'hash'), (8, 'bob@x', 'hash');"
                        + session.formatted(", session_type", 7, ", 'drill_training'"));
    }

    @Test
    void aCopyThatHoldsNothingOfItsOwnGivesNoDoubt() throws SQLException {
        in(v1, "INSERT INTO completed_sessions (user_id, date) VALUES (1, '2026-06-01'), (1, NULL), (1, 'infinity')");

        assertThat(ann())
                .extracting(PlannedUser::fate, PlannedUser::targetUserId)
                .containsExactly(Fate.REPLACE, 7L);
        assertThat(ann().doubts()).isEmpty();
    }

    @Test
    void anotherPasswordHashIsADoubt() throws SQLException {
        in(v2, "UPDATE users SET hashed_password = 'chosen on Android' WHERE id = 7");

        assertThat(ann().doubts()).containsExactly(Doubt.OTHER_PASSWORD);
    }

    @Test
    void moreRowsThanV1HasAreADoubt() throws SQLException {
        in(v2, "INSERT INTO saved_filters (client_id, user_id) VALUES ('c', 7)");

        assertThat(ann().doubts()).containsExactly(Doubt.MORE_ROWS);
    }

    @Test
    void aLaterSessionIsADoubtAlsoWhereV1HasMoreSessionsByNow() throws SQLException {
        in(v1, "INSERT INTO completed_sessions (user_id, date) VALUES (1, '2026-06-01'), (1, '2026-06-02')");
        in(
                v2,
                "INSERT INTO completed_sessions (user_id, date, session_type)"
                        + " VALUES (7, '2026-06-02 00:00:00.000001', 'drill_training')");

        assertThat(ann().doubts()).containsExactly(Doubt.LATER_SESSIONS);
    }

    @Test
    void rowsThatV1CannotHaveMadeAreADoubt() throws SQLException {
        in(
                v2,
                "INSERT INTO completed_sessions (user_id, date, session_type) VALUES (7, '2026-06-01', 'mental_training')");

        assertThat(ann().doubts()).containsExactly(Doubt.ROWS_OF_V2);
    }

    @Test
    void rowsThatNameAUserByAnythingButItsIdHinderItAlone() throws SQLException {
        in(
                v2,
                "CREATE TABLE newsletter (email varchar REFERENCES users (email)); INSERT INTO newsletter VALUES ('bob@x')");
        assertThat(ann().fate()).isEqualTo(Fate.REPLACE);
        assertThat(ann().doubts()).isEmpty();

        in(v2, "INSERT INTO newsletter VALUES ('ann@x')");
        assertThat(ann().fate()).isEqualTo(Fate.REFERENCED);
    }

    private PlannedUser ann() {
        Plan plan = Plan.read(server.address(v1), server.address(v2), Map.of(), PlanSelection.everybody());
        assertThat(plan.users()).hasSize(1);
        return plan.users().get(0);
    }

    private static void in(String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
