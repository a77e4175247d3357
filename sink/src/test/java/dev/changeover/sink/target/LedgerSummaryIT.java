package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerSummaryIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void theOutcomesAddUpToV1sUsersAndDeletedOnesAreCountedApart() throws SQLException {
        try (TargetDatabase database = SERVER.registered()) {
            TestServer.run(
                    database.address(),
                    "INSERT INTO changeover.v1_user (v1_user_id, outcome) VALUES (1, 'replaced'), (2, 'created'),"
                            + " (3, 'created'), (4, 'skipped'), (5, 'quarantined'), (6, 'pending'), (7, 'undone'), (8, 'deleted'),"
                            + " (9, 'deleted'), (10, 'deleted');"
                            + " INSERT INTO public.users (id) VALUES (80), (81);"
                            + " INSERT INTO changeover.baseline_user VALUES (80, 'x', 'stale'), (81, 'y', 'stale'), (82, 'z', 'stale');"
                            + " INSERT INTO changeover.pairing VALUES (8, 80), (9, 81), (6, 81), (10, 82);"
                            + " INSERT INTO changeover.quarantine (v1_user_id, kind, reason, detail)"
                            + " VALUES (5, 'user', 'email-taken', '');"
                            + " INSERT INTO changeover.quarantine (v1_user_id, table_name, v1_id, kind, reason, detail)"
                            + " VALUES (2, 'refresh_tokens', 9, 'row', 'unique-value-taken', ''),"
                            + " (2, 'refresh_tokens', 10, 'row', 'unique-value-taken', '');"
                            + " INSERT INTO changeover.migrated_row VALUES (1, 1, 10, 1, 1, true, 5, true, 1, 1),"
                            + " (1, 2, 11, 2, 1, true, 5, false, 1, 1);"
                            + " INSERT INTO changeover.sink_transaction VALUES (pg_current_xact_id(), 1)");

            try (Connection connection = database.connection()) {
                LedgerSummary summary = LedgerSummary.read(connection, LeftOut.NOBODY);

                assertThat(summary.v1Users()).isEqualTo(7);
                assertThat(summary.users("created")).isEqualTo(2);
                assertThat(summary.users("deleted")).isEqualTo(3);
                assertThat(summary.quarantined()).isEqualTo(Map.of("email-taken", 1L));
                assertThat(summary.heldBack()).isEqualTo(Map.of("unique-value-taken", 2L));
                assertThat(summary.migratedRows()).isEqualTo(1);
                assertThat(summary.sinkTransactions()).isEqualTo(1);
                assertThat(summary.deletedBeforeMigration())
                        .as("neither a copy that another user may replace, nor one that V2 has no more")
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void whomV1HasIsSaidByTheLastDocumentAppliedOrNot() throws SQLException {
        try (TargetDatabase database = SERVER.registered()) {
            TestServer.run(
                    database.address(),
                    "INSERT INTO changeover.v1_user (v1_user_id, identity, outcome, target_user_id) VALUES"
                            + " (1, 'a', 'replaced', 101), (2, NULL, 'quarantined', 102), (3, NULL, 'quarantined', 103),"
                            + " (4, 'd', 'quarantined', NULL), (5, NULL, 'deleted', NULL), (6, NULL, 'quarantined', 106),"
                            + " (7, 'g', 'created', 107), (8, NULL, 'quarantined', 108),"
                            + " (11, 'k', 'quarantined', NULL);"
                            + " INSERT INTO changeover.quarantine (v1_user_id, kind, reason, detail) VALUES"
                            + " (2, 'user', 'deleted-in-v1', ''), (3, 'user', 'refused-by-target', ''),"
                            + " (4, 'user', 'refused-by-target', ''), (6, 'user', 'no-email', ''), (8, 'user', 'deleted-in-v1', ''),"
                            + " (11, 'user', 'duplicate-email', '')");

            try (Connection connection = database.connection()) {
                LedgerSummary summary = LedgerSummary.read(
                        connection,
                        new LeftOut(Map.of(
                                5L, LeftOut.Standing.PENDING,
                                7L, LeftOut.Standing.DELETED,
                                8L, LeftOut.Standing.PENDING,
                                9L, LeftOut.Standing.PENDING,
                                10L, LeftOut.Standing.SKIPPED,
                                11L, LeftOut.Standing.DELETED)));

                assertThat(summary.outcomes())
                        .isEqualTo(
                                Map.of("replaced", 1L, "quarantined", 3L, "pending", 2L, "skipped", 1L, "deleted", 4L));
                assertThat(summary.quarantined())
                        .isEqualTo(Map.of("refused-by-target", 1L, "no-email", 1L, "deleted-in-v1", 1L));
                assertThat(summary.deletionsQuarantined())
                        .as("nothing hinders the deletion of whom V2 never had")
                        .isEqualTo(Map.of("refused-by-target", 1L, "deleted-in-v1", 1L));
                assertThat(summary.deletionPending()).isEqualTo(3);
            }
        }
    }

    @Test
    void anEmptyLedgerIsAllZero() throws SQLException {
        try (TargetDatabase database = SERVER.registered();
                Connection connection = database.connection()) {
            assertThat(LedgerSummary.read(connection, LeftOut.NOBODY))
                    .isEqualTo(new LedgerSummary(Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, 0, 0, 0, 0));
        }
    }
}
