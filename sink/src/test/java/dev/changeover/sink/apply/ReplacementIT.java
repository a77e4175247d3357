package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplacementIT extends OnAFreshTarget {

    /** User 1 of V2 is stale; user 2 is an Android user. */
    @BeforeEach
    void staleAndAndroid() throws SQLException, InterruptedException {
        lab.v1User(101, "Ann@example.org").v2("""
                ALTER TABLE users ADD COLUMN theme varchar DEFAULT 'light';
                INSERT INTO users (email, first_name, theme) VALUES ('ann@example.org', 'stale', 'dark'), ('bob@example.org', 'bob', 'light');
                INSERT INTO mental_training_sessions (user_id, duration_minutes) VALUES (1, 7), (2, 8);
                INSERT INTO completed_sessions (user_id, session_type, mental_training_session_id)
                    VALUES (1, 'drill_training', NULL), (1, 'mental_training', 1), (2, 'drill_training', NULL);
                INSERT INTO drill_groups (user_id, name) VALUES (1, 'old'), (2, 'bobs');
                INSERT INTO drills (uuid, title) VALUES ('00000000-0000-0000-0000-000000000001', 'Wall');
                INSERT INTO drill_group_items (drill_group_id, drill_uuid) VALUES (1, '00000000-0000-0000-0000-000000000001');
                INSERT INTO refresh_tokens (user_id, token) VALUES (1, 'tok');
                INSERT INTO premium_subscriptions (user_id, status, plan_type) VALUES (1, 'active', 'year'), (2, 'active', 'year');
                INSERT INTO custom_drills (uuid, user_id, title, description)
                    VALUES ('00000000-0000-0000-0000-000000000009', 1, 'mine', 'mine');
                INSERT INTO audit_logs (user_id, action, endpoint, method, status) VALUES (1, 'a', 'e', 'GET', 'ok');
                INSERT INTO email_verification_codes (user_id, code) VALUES (1, 'c');
                """).ready();
    }

    private static UserDocument ann() {
        return Documents.user(101, "Ann@example.org")
                .row("completed_sessions", 11, "drills", "[ 1.50 ]")
                .row("drill_groups", 21, "name", "new")
                .row("drill_group_items", 31, 21, "drill_uuid", "00000000-0000-0000-0000-000000000001")
                .row("refresh_tokens", 41, "token", "tok")
                .build();
    }

    @Test
    void theReplacedUserHasANewIdAndTheContentOfV1() throws Exception {
        BatchResult result = lab.apply(ann());

        assertThat(result.outcomes()).containsExactly(new UserOutcome.Applied(101, UserOutcome.Arrival.REPLACED));
        assertThat(lab.ask("SELECT id, email, first_name FROM users ORDER BY id"))
                .isEqualTo("2|bob@example.org|bob\n3|Ann@example.org|V1-101");
        assertThat(lab.ask("SELECT user_id, drills FROM completed_sessions WHERE session_type = 'drill_training'"
                        + " ORDER BY user_id"))
                .isEqualTo("2|null\n3|[ 1.50 ]");
        assertThat(lab.ask("SELECT g.user_id, g.name, i.id FROM drill_groups g LEFT JOIN drill_group_items i"
                        + " ON i.drill_group_id = g.id ORDER BY 1"))
                .isEqualTo("2|bobs|null\n3|new|2");
        assertThat(lab.ask("SELECT user_id, token FROM refresh_tokens")).isEqualTo("3|tok");
    }

    @Test
    void columnsThatThePlanDoesNotKnowSurvive() throws Exception {
        lab.apply(ann());

        assertThat(lab.ask("SELECT theme FROM users WHERE id = 3")).isEqualTo("dark");
    }

    @Test
    void premiumCustomDrillsMentalSessionsAuditLogsAndEmailCodesAreRepointed() throws Exception {
        lab.apply(ann());

        for (String table : List.of("custom_drills", "audit_logs", "email_verification_codes")) {
            assertThat(lab.ask("SELECT id, user_id FROM " + table)).as(table).isEqualTo("1|3");
        }
        for (String table : List.of("premium_subscriptions", "mental_training_sessions")) {
            assertThat(lab.ask("SELECT id, user_id FROM " + table + " ORDER BY id"))
                    .as(table)
                    .isEqualTo("1|3\n2|2");
        }
    }

    @Test
    void completedMentalTrainingIsV2sOwnAndKept() throws Exception {
        lab.apply(ann());

        assertThat(lab.ask("SELECT id, user_id, mental_training_session_id FROM completed_sessions"
                        + " WHERE session_type = 'mental_training'"))
                .isEqualTo("2|3|1");
    }

    @Test
    void sessionsThatV1CannotHaveMadeAreRepointedAndNotDeleted() throws Exception {
        lab.v2("INSERT INTO completed_sessions (id, user_id, session_type, mental_training_session_id)"
                + " VALUES (901, 1, NULL, NULL), (902, 1, 'drill_training', 1)");

        lab.apply(ann());

        assertThat(lab.ask("SELECT id, user_id FROM completed_sessions WHERE id > 900 ORDER BY id"))
                .isEqualTo("901|3\n902|3");
        assertThat(lab.ask("SELECT target_row_id FROM changeover.before_image"
                        + " WHERE table_name = 'completed_sessions' AND reason = 'replaced'"))
                .isEqualTo("1");
    }

    @Test
    void whatItRemovesIsKeptAsImagesAndAsEvidence() throws Exception {
        lab.apply(ann());

        assertThat(lab.ask("SELECT table_name, target_row_id, reason FROM changeover.before_image"
                        + " WHERE reason = 'replaced' ORDER BY 1, 2"))
                .isEqualTo("completed_sessions|1|replaced\ndrill_group_items|1|replaced\ndrill_groups|1|replaced\n"
                        + "refresh_tokens|1|replaced\nusers|1|replaced");
        assertThat(lab.ask(
                        "SELECT (image::public.users).email, (image::public.users).theme FROM changeover.before_image"
                                + " WHERE table_name = 'users'"))
                .isEqualTo("ann@example.org|dark");
        assertThat(lab.ask("SELECT table_name, target_id FROM changeover.deleted_row ORDER BY 1"))
                .isEqualTo("completed_sessions|1\ndrill_group_items|1\ndrill_groups|1\nrefresh_tokens|1\nusers|1");
        assertThat(lab.ask("SELECT count(*) FROM changeover.sink_transaction s JOIN changeover.deleted_row d"
                        + " USING (transaction)"))
                .isEqualTo("5");
    }

    @Test
    void noRowOfTheAndroidUserIsWritten() throws Exception {
        String bobs = "SELECT xmin, t::text FROM (SELECT xmin, users::text t FROM users WHERE id = 2 UNION ALL"
                + " SELECT xmin, d::text FROM drill_groups d WHERE user_id = 2 UNION ALL"
                + " SELECT xmin, p::text FROM premium_subscriptions p WHERE user_id = 2) t(xmin, t) ORDER BY 2";
        String before = lab.ask(bobs);

        lab.apply(ann());

        assertThat(lab.ask(bobs)).isEqualTo(before);
    }

    @Test
    void anAndroidUserThatNamesTheStaleOneNamesTheNewOneAndSeesNoOtherChange() throws Exception {
        lab.v2("ALTER TABLE users ADD invited_by int REFERENCES users ON DELETE CASCADE;"
                + " UPDATE users SET invited_by = 1 WHERE id = 2");
        String bob = "SELECT to_jsonb(u) FROM users u WHERE id = 2";
        String bobs = "SELECT g.xmin, p.xmin FROM drill_groups g JOIN premium_subscriptions p USING (user_id)"
                + " WHERE user_id = 2";
        String bobBefore = lab.ask(bob);
        String bobsBefore = lab.ask(bobs);

        lab.apply(ann());

        assertThat(lab.ask(bob)).isEqualTo(bobBefore.replace("\"invited_by\": 1", "\"invited_by\": 3"));
        assertThat(lab.ask("SELECT invited_by FROM users WHERE id = 2")).isEqualTo("3");
        assertThat(lab.ask(bobs)).isEqualTo(bobsBefore);
    }

    @Test
    void appliedTwiceThereIsNoNetChange() throws Exception {
        lab.apply(ann());
        Map<String, String> once = lab.everything();

        BatchResult again = lab.apply(ann());

        assertThat(again.rowsWritten()).isZero();
        assertThat(again.outcomes()).containsExactly(new UserOutcome.Unchanged(101));
        assertThat(lab.everything()).isEqualTo(once);
    }

    @Test
    void aUniqueForeignKeyThatRefusesQuarantinesTheUserWhole() throws Exception {
        lab.v2("ALTER TABLE custom_drills ADD CHECK (user_id < 3)");
        Map<String, String> before = lab.everything();

        BatchResult result = lab.apply(ann());

        assertThat(result.outcomes()).singleElement().isInstanceOf(UserOutcome.Refused.class);
        assertThat(lab.everything()).isEqualTo(before);
        assertThat(lab.quarantine()).isEqualTo("101|user||0|refused-by-target");
        assertThat(lab.ask("SELECT detail FROM changeover.quarantine"))
                .isEqualTo("SQLSTATE 23514, constraint custom_drills_user_id_check, table custom_drills");
    }

    @Test
    void aUserOnWhoseGroupRowsOfV2sOwnHangIsNotReplacedUntilTheyAreMoved() throws Exception {
        lab.v2("CREATE TABLE shares (drill_group_id int REFERENCES drill_groups ON DELETE CASCADE);"
                + " INSERT INTO shares VALUES (1)");
        Map<String, String> before = lab.everything();

        BatchResult result = lab.apply(ann());

        assertThat(result.outcomes())
                .containsExactly(new UserOutcome.Refused(
                        101, QuarantineReason.REFERENCED_IN_V2, "rows of shares reference its rows in drill_groups"));
        assertThat(lab.everything()).isEqualTo(before);

        lab.v2("UPDATE shares SET drill_group_id = 2");
        lab.apply(ann());

        assertThat(lab.outcomeOf(101)).isEqualTo("replaced");
        assertThat(lab.quarantine()).isEmpty();
        assertThat(lab.ask("SELECT drill_group_id FROM shares")).isEqualTo("2");
    }

    @Test
    void rowsOfV2sOwnThatNameAnotherColumnThanTheIdAreNotLostEither() throws Exception {
        lab.v2("CREATE TABLE devices (token varchar REFERENCES refresh_tokens (token) ON DELETE CASCADE);"
                + " INSERT INTO devices VALUES ('tok')");

        BatchResult result = lab.apply(ann());

        assertThat(result.outcomes())
                .containsExactly(new UserOutcome.Refused(
                        101,
                        QuarantineReason.REFERENCED_IN_V2,
                        "rows of devices reference its rows in refresh_tokens"));
        assertThat(lab.ask("SELECT token FROM devices")).isEqualTo("tok");
    }

    @Test
    void aUserThatV2sOwnRowsReferenceByItsEmailIsNotReplaced() throws Exception {
        lab.v2("CREATE TABLE newsletter (email varchar REFERENCES users (email) ON UPDATE CASCADE);"
                + " INSERT INTO newsletter VALUES ('ann@example.org'), ('bob@example.org')");

        BatchResult result = lab.apply(ann());

        assertThat(result.outcomes())
                .containsExactly(new UserOutcome.Refused(
                        101, QuarantineReason.REFERENCED_IN_V2, "rows of newsletter reference its rows in users"));
        assertThat(lab.ask("SELECT email FROM newsletter ORDER BY 1")).isEqualTo("ann@example.org\nbob@example.org");
    }

    @Test
    void aUserOnWhoseItemRowsOfV2sOwnHangIsNotReplacedAndOthersOfTheBatchAre() throws Exception {
        lab.v2("CREATE TABLE notes (item int REFERENCES drill_group_items ON DELETE SET NULL);"
                + " INSERT INTO notes VALUES (1)");

        BatchResult result =
                lab.apply(ann(), Documents.user(102, "carl@example.org").build());

        assertThat(result.outcomes())
                .containsExactlyInAnyOrder(
                        new UserOutcome.Refused(
                                101,
                                QuarantineReason.REFERENCED_IN_V2,
                                "rows of notes reference its rows in drill_group_items"),
                        new UserOutcome.Applied(102, UserOutcome.Arrival.CREATED));
        assertThat(lab.ask("SELECT item FROM notes")).isEqualTo("1");
    }
}
