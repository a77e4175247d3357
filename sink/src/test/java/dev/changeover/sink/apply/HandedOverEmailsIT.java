package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.sink.quarantine.QuarantineRetry;
import dev.changeover.sink.quarantine.RetryChoice;
import dev.changeover.sink.undo.Readmission;
import dev.changeover.sink.undo.Undo;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** V1 users whose emails went round among them while stale copies, or rows that V2 changed, still hold them. */
class HandedOverEmailsIT extends OnAFreshTarget {
    private static final String USERS = "SELECT first_name, email FROM users ORDER BY 1";

    /** Users 1, 2 and 3 of V2 are stale copies of V1's. */
    @BeforeEach
    void copiesOfThree() throws SQLException, InterruptedException {
        lab.v1User(1, "a@x").v1User(2, "b@x").v1User(3, "c@x").v2("""
                INSERT INTO users (email, first_name) VALUES ('a@x', 'old-1'), ('b@x', 'old-2'), ('c@x', 'old-3');
                INSERT INTO drill_groups (user_id, name) VALUES (2, 'g');
                """).ready();
    }

    private static UserDocument user(long id, String email) {
        return Documents.user(id, email).build();
    }

    private void onlyIsDue(long user) throws SQLException {
        lab.v2("UPDATE changeover.quarantine SET next_attempt_at = now() + interval '1 minute'");
        lab.v2("UPDATE changeover.quarantine SET next_attempt_at = now() WHERE v1_user_id = " + user);
    }

    private void decide(long user, RetryChoice.Side side) {
        new QuarantineRetry(lab.database(), "staging")
                .makeDue(new RetryChoice(Set.of(user), Optional.empty(), Optional.of(side)));
    }

    @Test
    void emailsSwappedBeforeTheFirstWriteEndRightInOneBatch() throws Exception {
        lab.apply(user(1, "b@x"), user(2, "a@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|b@x\nV1-2|a@x\nold-3|c@x");
        assertThat(lab.ask("SELECT v1_user_id, replaced_user_id FROM changeover.v1_user ORDER BY 1"))
                .isEqualTo("1|1\n2|2\n3|null");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void emailsSwappedBeforeTheFirstWriteEndRightAlsoWhenOneUserComesAfterTheOther() throws Exception {
        lab.apply(user(1, "b@x"));
        lab.apply(user(2, "a@x"));
        lab.retry(user(1, "b@x"));
        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken\n2|user||0|email-taken");

        onlyIsDue(2);
        lab.retry(user(1, "b@x"), user(2, "a@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|b@x\nV1-2|a@x\nold-3|c@x");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void emailsThatWentRoundAmongThreeEndRightOneAfterTheOther() throws Exception {
        UserDocument[] round = {user(1, "b@x"), user(2, "c@x"), user(3, "a@x")};
        for (UserDocument document : round) {
            lab.apply(document);
        }

        onlyIsDue(1);
        lab.retry(round);

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|b@x\nV1-2|c@x\nV1-3|a@x");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void emailsHandedDownEndRightInOneBatch() throws Exception {
        lab.apply(user(1, "b@x"), user(2, "c@x"), user(3, "new@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|b@x\nV1-2|c@x\nV1-3|new@x");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void emailsHandedDownEndRightOneAfterTheOther() throws Exception {
        lab.apply(user(1, "b@x"));
        lab.apply(user(2, "c@x"));
        lab.apply(user(3, "new@x"));

        lab.allIsDue();
        lab.retry(user(1, "b@x"), user(2, "c@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|b@x\nV1-2|c@x\nV1-3|new@x");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aUserThatIsMigratedAndOneThatIsNotMaySwapTheirEmails() throws Exception {
        lab.apply(user(1, "a@x"));

        lab.apply(user(1, "b@x"), user(2, "a@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|b@x\nV1-2|a@x\nold-3|c@x");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void emailsSwappedBetweenUndoAndReplayEndRight() throws Exception {
        lab.apply(user(1, "a@x"), user(2, "b@x"));
        Undo undo = new Undo(lab.database());
        undo.run(undo.of(List.of("a@x", "b@x")), undo.epoch(), false, users -> {});
        try (var connection = lab.database().connection()) {
            Readmission.release(connection, List.of(1L, 2L));
            connection.commit();
        }

        lab.apply(user(1, "b@x"), user(2, "a@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|b@x\nV1-2|a@x\nold-3|c@x");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void whoeverCountsOnAUserThatIsNotReplacedGoesWithoutAndSoDoesTheNext() throws Exception {
        lab.v2("INSERT INTO users (email, first_name) VALUES ('new@x', 'android')");
        Map<String, String> before = lab.everything();

        lab.apply(user(1, "b@x"), user(2, "c@x"), user(3, "new@x"));

        assertThat(lab.everything()).isEqualTo(before);
        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken\n2|user||0|email-taken\n3|user||0|email-taken");
    }

    @Test
    void nobodyTakesTheEmailOfACopyOnWhichRowsOfV2sOwnHang() throws Exception {
        lab.v2("CREATE TABLE shares (drill_group_id int REFERENCES drill_groups); INSERT INTO shares VALUES (1)");
        Map<String, String> before = lab.everything();

        lab.apply(user(1, "b@x"), user(2, "a@x"));

        assertThat(lab.everything()).isEqualTo(before);
        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken\n2|user||0|referenced-in-v2");
    }

    @Test
    void theCopyOfADeletedUserKeepsItsEmail() throws Exception {
        lab.apply(new UserDocument.Deleted(2));

        lab.apply(user(1, "b@x"));

        assertThat(lab.ask(USERS)).isEqualTo("old-1|a@x\nold-2|b@x\nold-3|c@x");
        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken");
    }

    @Test
    void noEmailIsTakenForAUserWhoseOwnRowStaysAsV2ChangedIt() throws Exception {
        lab.apply(user(1, "a@x"), user(2, "b@x"));
        lab.v2("UPDATE users SET first_name = 'android' WHERE first_name = 'V1-2'");

        lab.apply(user(1, "b@x"));
        lab.apply(user(2, "a@x"));
        lab.retry(user(1, "b@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|a@x\nandroid|b@x\nold-3|c@x");
        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken\n2|row|users|2|changed-in-v2");
    }

    @Test
    void noEmailIsTakenForAUserWhoseOwnRowStaysInTheSameBatchEither() throws Exception {
        lab.apply(user(1, "a@x"), user(2, "b@x"));
        lab.v2("UPDATE users SET first_name = 'android' WHERE first_name = 'V1-2'");

        lab.apply(user(1, "b@x"), user(2, "a@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|a@x\nandroid|b@x\nold-3|c@x");
        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken\n2|row|users|2|changed-in-v2");
    }

    @Test
    void whoeverIsDecidedForV1TakesTheEmailAndTheSwapEndsRight() throws Exception {
        lab.apply(user(1, "a@x"), user(2, "b@x"));
        lab.v2("UPDATE users SET first_name = 'android' WHERE first_name = 'V1-2'");
        lab.apply(user(1, "b@x"), user(2, "a@x"));

        decide(2, RetryChoice.Side.V1);
        lab.retry(user(2, "a@x"));
        lab.retry(user(1, "b@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|b@x\nV1-2|a@x\nold-3|c@x");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void noEmailIsTakenForAUserThatIsDecidedForV2() throws Exception {
        lab.apply(user(1, "a@x"), user(2, "b@x"));
        lab.v2("UPDATE users SET first_name = 'android' WHERE first_name = 'V1-2'");
        lab.apply(user(1, "b@x"), user(2, "a@x"));
        decide(2, RetryChoice.Side.V2);
        lab.retry(user(2, "a@x"));
        lab.v2("UPDATE users SET first_name = 'V1-2' WHERE first_name = 'android'");

        lab.apply(new UserDocument.Unreadable(2, "saved_filters", 9, "x"));
        lab.apply(user(2, "a@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|a@x\nV1-2|b@x\nold-3|c@x");
        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken\n2|row|users|2|changed-in-v2");
    }

    @Test
    void noEmailIsTakenForAUserThatV2Deleted() throws Exception {
        lab.apply(user(1, "a@x"), user(2, "b@x"));
        lab.v2("DELETE FROM users WHERE first_name = 'V1-2'");

        lab.apply(user(1, " "), user(2, "a@x"));

        assertThat(lab.ask(USERS)).isEqualTo("V1-1|a@x\nold-3|c@x");
        assertThat(lab.quarantine()).isEqualTo("1|user||0|no-email\n2|user||0|changed-in-v2");
    }

    @Test
    void anEmailThatAWithheldUserGaveUpIsFree() throws Exception {
        lab.apply(user(1, "a@x"), user(2, "b@x"));

        lab.apply(
                new UserDocument.Unreadable(1, "saved_filters", 9, "x", "new@x"),
                new UserDocument.TooLarge(2, 100, 50, ""));
        lab.apply(user(4, "A@x"), user(5, "B@x"));

        assertThat(lab.ask("SELECT v1_user_id, identity, outcome FROM changeover.v1_user ORDER BY 1"))
                .isEqualTo("1|new@x|quarantined\n2|null|quarantined\n3|c@x|pending\n4|a@x|created\n5|b@x|created");
        assertThat(lab.ask("SELECT first_name, email FROM users WHERE email IS NOT NULL ORDER BY 1"))
                .isEqualTo("V1-4|A@x\nV1-5|B@x\nold-3|c@x");
    }

    @Test
    void aWithheldUserOfWhoseEmailNothingIsKnownKeepsItsClaim() throws Exception {
        lab.apply(user(1, "a@x"), user(2, "b@x"));

        lab.apply(new UserDocument.Unreadable(1, "users", 1, "x"), new UserDocument.TooLarge(2, 100, 50));

        assertThat(lab.ask("SELECT identity FROM changeover.v1_user ORDER BY v1_user_id"))
                .isEqualTo("a@x\nb@x\nc@x");
    }
}
