package dev.changeover.sink.undo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.sink.apply.UserOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndoIT extends MigratedUsers {
    @Test
    void anUndoneUserIsExactlyAsBeforeIdsIncluded() throws Exception {
        lab.withIndexes();
        Map<String, String> before = contents();
        lab.apply(ann());
        assertThat(contents()).isNotEqualTo(before);
        AndroidWrites android = AndroidWrites.start(lab, 2);
        UndoResult result;
        try {
            android.awaitMore();
            result = undo("ANN@example.org");
            android.awaitMore();
        } finally {
            android.close();
        }

        assertThat(result).isEqualTo(new UndoResult(1, 0, 6, 9, Map.of()));
        assertThat(android.written(lab)).isEqualTo(android.acknowledged());
        android.forget(lab);
        assertThat(contents()).isEqualTo(before);
        assertThat(traces(ANN)).isEqualTo("0|0|0|null|null|undone");
    }

    @Test
    void nobodyElsesRowsAreWritten() throws Exception {
        lab.apply(ann(), carl());
        String others = "SELECT xmin, t::text FROM (SELECT xmin, t::text FROM users t WHERE id <> 3 UNION ALL"
                + " SELECT xmin, t::text FROM drill_groups t WHERE user_id IN (2, 4) UNION ALL"
                + " SELECT xmin, t::text FROM premium_subscriptions t WHERE user_id = 2) AS x(xmin, t) ORDER BY 2";
        String before = lab.ask(others);

        undo("ann@example.org");

        assertThat(lab.ask(others.replace("id <> 3", "id IN (2, 4)"))).isEqualTo(before);
    }

    @Test
    void aReplacedUsersReroutedRowsPointBack() throws Exception {
        lab.apply(ann());
        lab.v2("UPDATE premium_subscriptions SET status = 'cancelled' WHERE user_id = 3");
        assertThat(lab.ask("SELECT user_id FROM audit_logs")).isEqualTo("3");

        undo("ann@example.org");

        assertThat(lab.ask("SELECT id, user_id, status FROM premium_subscriptions ORDER BY id"))
                .isEqualTo("1|1|cancelled\n2|2|active");
        assertThat(lab.ask("SELECT user_id FROM audit_logs")).isEqualTo("1");
        assertThat(lab.ask("SELECT holder FROM later.badges ORDER BY 1")).isEqualTo("1\n2");
        assertThat(lab.ask("SELECT id, user_id FROM completed_sessions ORDER BY id"))
                .isEqualTo("1|1\n2|1\n3|2");
    }

    @Test
    void anAndroidUserThatNamesTheReplacedOneNamesTheStaleOneAgain() throws Exception {
        lab.v2("ALTER TABLE users ADD invited_by int REFERENCES users ON DELETE CASCADE;"
                + " UPDATE users SET invited_by = 1 WHERE id = 2");
        Map<String, String> before = contents();
        lab.apply(ann());
        assertThat(lab.ask("SELECT invited_by FROM users WHERE id = 2")).isEqualTo("3");

        undo("ann@example.org");

        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void whatV2HadChangedInARowThatPointsBackIsKeptAsEvidenceAndNothingThatIsBackCountsAsDeleted() throws Exception {
        lab.apply(ann());
        lab.v2("UPDATE premium_subscriptions SET status = 'cancelled' WHERE user_id = 3");

        undo("ann@example.org");

        assertThat(lab.ask("SELECT (b.image::public.premium_subscriptions).status FROM changeover.before_image b"
                        + " JOIN premium_subscriptions t ON t.id = b.target_row_id AND t.xmin::text = b.transaction::text"
                        + " WHERE b.table_name = 'premium_subscriptions' AND b.reason = 'undone' ORDER BY b.id"))
                .isEqualTo("active\ncancelled");
        assertThat(lab.ask("SELECT count(*) FROM changeover.deleted_row d JOIN users t ON t.id = d.target_id"
                        + " WHERE d.table_name = 'users'"))
                .isEqualTo("0");
    }

    @Test
    void whatCameLaterIsListedBeforeItGoes() throws Exception {
        lab.apply(ann());
        lab.v2("""
                INSERT INTO drill_groups (user_id, name) VALUES (3, 'later');
                INSERT INTO drill_group_items (drill_group_id) VALUES (4), (5);
                INSERT INTO premium_subscriptions (user_id, status, plan_type) VALUES (3, 'later', 'year');
                UPDATE refresh_tokens SET is_revoked = true WHERE user_id = 3;
                UPDATE users SET theme = 'blue' WHERE id = 3;
                """);
        long group = Long.parseLong(lab.ask("SELECT id FROM drill_groups WHERE name = 'later'"));
        UndoPlan plan = undo().of(List.of("ann@example.org"));

        UndoResult result = run(plan);

        assertThat(plan.users()).singleElement().satisfies(user -> assertThat(user.later())
                .extracting(row -> row.table() + " " + row.id() + " " + row.fate())
                .containsExactly(
                        "drill_group_items 5 GOES",
                        "drill_group_items 6 GOES",
                        "drill_groups " + group + " GOES",
                        "later.badges null HANDED_OVER", // without an id nobody knows whether it was there before
                        "premium_subscriptions 3 HANDED_OVER",
                        "refresh_tokens 3 CHANGED",
                        "users 3 CHANGED"));
        assertThat(result.refused()).isEmpty();
        assertThat(lab.ask("SELECT user_id FROM premium_subscriptions WHERE status = 'later'"))
                .isEqualTo("1");
        assertThat(lab.ask("SELECT count(*) FROM drill_groups WHERE name = 'later'"))
                .isEqualTo("0");
        assertThat(lab.ask(
                        "SELECT (image::public.drill_groups).name FROM changeover.before_image WHERE reason = 'undone'"
                                + " AND target_row_id = " + group + " AND table_name = 'drill_groups'"))
                .isEqualTo("later");
    }

    @Test
    void aUserToWhomSomethingIsWrittenAfterTheListingStays() throws Exception {
        lab.apply(ann());
        UndoPlan plan = undo().of(List.of("ann@example.org"));
        lab.v2("INSERT INTO drill_groups (user_id, name) VALUES (3, 'unseen')");
        Map<String, String> before = lab.everything();

        UndoResult result = run(plan);

        assertThat(result.refused()).containsOnlyKeys(ANN);
        assertThat(lab.everything()).isEqualTo(before);
        assertThat(lab.outcomeOf(ANN)).isEqualTo("replaced");
    }

    @Test
    void aCreatedUserIsRemoved() throws Exception {
        Map<String, String> before = contents();
        lab.apply(carl());

        UndoResult result = undo("carl@example.org");

        assertThat(result).isEqualTo(new UndoResult(0, 1, 3, 0, Map.of()));
        assertThat(contents()).isEqualTo(before);
        assertThat(traces(CARL)).isEqualTo("0|0|0|null|null|undone");
    }

    @Test
    void aCreatedUserWithRowsOfV2sOwnStaysUntilTheirLossIsAccepted() throws Exception {
        Map<String, String> untouched = contents();
        lab.apply(carl());
        lab.v2("INSERT INTO premium_subscriptions (user_id, status, plan_type) VALUES (" + lab.targetOf(CARL)
                + ", 'active', 'year')");
        Map<String, String> before = lab.everything();
        UndoPlan plan = undo().of(List.of("carl@example.org"));

        UndoResult refused = run(plan);

        assertThat(refused.refused()).containsOnlyKeys(CARL);
        assertThat(lab.everything()).isEqualTo(before);
        assertThat(undo().run(plan, undo().epoch(), true, users -> {}).removed())
                .isEqualTo(1);
        assertThat(contents()).isEqualTo(untouched);
        assertThat(lab.ask("SELECT count(*) FROM changeover.before_image WHERE table_name = 'premium_subscriptions'"
                        + " AND reason = 'undone'"))
                .isEqualTo("1");
    }

    @Test
    void anUndoneUserIsNotMigratedAgainUntilTold() throws Exception {
        Map<String, String> before = contents();
        lab.apply(ann());
        Map<String, String> migrated = contents();
        undo("ann@example.org");

        assertThat(lab.apply(ann()).outcomes()).containsExactly(new UserOutcome.Skipped(ANN));
        assertThat(contents()).isEqualTo(before);
        try (var connection = lab.database().connection()) {
            assertThat(Readmission.release(connection, List.of(ANN, CARL))).containsExactly(ANN);
            connection.commit();
        }
        assertThat(lab.apply(ann()).outcomes())
                .containsExactly(new UserOutcome.Applied(ANN, UserOutcome.Arrival.REPLACED));

        assertThat(contents()).isEqualTo(migrated);
        undo("ann@example.org");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void deletedStaysDeleted() throws Exception {
        lab.apply(ann());
        lab.v2("DELETE FROM completed_sessions WHERE session_type = 'mental_training'; DELETE FROM later.badges;"
                + " DELETE FROM mental_training_sessions; DELETE FROM premium_subscriptions; DELETE FROM audit_logs");
        lab.apply(new UserDocument.Deleted(ANN));
        assertThat(lab.outcomeOf(ANN)).isEqualTo("deleted");
        Map<String, String> before = lab.everything();

        UndoPlan plan = undo().ofAll();

        assertThat(plan.users()).isEmpty();
        assertThat(undo().of(List.of("ann@example.org")).unknown()).containsExactly(1);
        assertThat(lab.everything()).isEqualTo(before);
        assertThat(lab.outcomeOf(ANN)).isEqualTo("deleted");
    }

    @Test
    void anUndoneUserThatV1DeletesLeavesItsRestoredCopy() throws Exception {
        Map<String, String> before = contents();
        lab.apply(ann());
        undo("ann@example.org");

        lab.apply(new UserDocument.Deleted(ANN));

        assertThat(contents()).isEqualTo(before);
        assertThat(lab.outcomeOf(ANN)).isEqualTo("deleted");
    }

    @Test
    void whatUndoWritesAndDeletesIsEvidence() throws Exception {
        lab.apply(ann());

        undo("ann@example.org");

        assertThat(lab.ask("SELECT count(*) FROM changeover.sink_transaction WHERE transaction::text ="
                        + " (SELECT xmin::text FROM users WHERE id = 1)"))
                .isEqualTo("1");
        assertThat(lab.ask("SELECT table_name, count(*) FROM changeover.deleted_row WHERE transaction::text ="
                        + " (SELECT xmin::text FROM users WHERE id = 1) GROUP BY 1 ORDER BY 1"))
                .isEqualTo("completed_sessions|1\ndrill_group_items|1\ndrill_groups|1\nprogress_history|1\n"
                        + "refresh_tokens|1\nusers|1");
    }

    @Test
    void aSecondRunFindsNothingToDo() throws Exception {
        lab.apply(ann());
        undo("ann@example.org");
        Map<String, String> before = lab.everything();

        UndoPlan again = undo().of(List.of("ann@example.org", "nobody@example.org"));

        assertThat(again).isEqualTo(new UndoPlan(List.of(), 1, List.of(2)));
        assertThat(run(again)).isEqualTo(UndoResult.NOTHING);
        assertThat(lab.everything()).isEqualTo(before);
    }
}
