package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.UserDocument;
import org.junit.jupiter.api.Test;

/** Who may be written: identities, claims, and users of the target that are not ours. */
class ClaimsIT extends OnAFreshTarget {

    private static UserDocument user(long id, String email) {
        return Documents.user(id, email).build();
    }

    @Test
    void anUnderscoreIsNoWildcard() throws Exception {
        lab.v1User(1, "and_0@x")
                .v2("INSERT INTO users (email, hashed_password) VALUES ('andX0@x', 'secret')")
                .ready();

        lab.apply(user(1, "and_0@x"));

        assertThat(lab.ask("SELECT id, email, hashed_password FROM users ORDER BY id"))
                .isEqualTo("1|andX0@x|secret\n2|and_0@x|null");
        assertThat(lab.outcomeOf(1)).isEqualTo("created");
    }

    @Test
    void anAndroidUserThatAppearedSinceTheBaselineIsNeverOverwritten() throws Exception {
        lab.v1User(1, "ann@x").ready();
        lab.v2("INSERT INTO users (email, first_name) VALUES ('ANN@x', 'android')");

        lab.apply(user(1, "ann@x"));

        assertThat(lab.ask("SELECT id, email, first_name FROM users")).isEqualTo("1|ANN@x|android");
        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken");
    }

    @Test
    void anEmailThatBecomesFreeIsTriedAgainByItself() throws Exception {
        lab.v1User(1, "ann@x").ready();
        lab.v2("INSERT INTO users (email) VALUES ('ann@x')");
        lab.apply(user(1, "ann@x"));
        lab.v2("UPDATE users SET email = 'other@x'");

        lab.allIsDue();
        lab.retry(user(1, "ann@x"));

        assertThat(lab.ask("SELECT id, email FROM users ORDER BY id")).isEqualTo("1|other@x\n2|ann@x");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aV1UserThatAppearsLaterWithTheEmailOfAnAndroidUserIsQuarantined() throws Exception {
        lab.v2("INSERT INTO users (email) VALUES ('bob@x')").ready();

        lab.apply(user(7, "Bob@x"));

        assertThat(lab.ask("SELECT id, email FROM users")).isEqualTo("1|bob@x");
        assertThat(lab.quarantine()).isEqualTo("7|user||0|email-taken");
    }

    @Test
    void theKelvinSignAndTheDottedCapitalIAreFoundWhateverTheServersCollation() throws Exception {
        lab.v2("INSERT INTO users (email) VALUES ('\u212Aarl@x'), ('D\u0130D@x'), ('ΟΔΟΣ@x')")
                .ready();

        lab.apply(user(1, "karl@x"), user(2, "di\u0307d@x"), user(3, "οδοσ@x"), user(4, "did@x"));

        // lower-casing turns the Kelvin sign to k, the dotted I to i and a dot; no sigma is final before an @
        assertThat(lab.quarantine()).startsWith("1|user||0|email-taken\n2|user||0|email-taken");
        assertThat(lab.outcomeOf(4)).isEqualTo("created");
    }

    @Test
    void twoClaimantsAreBothQuarantinedAndTheOneThatKeepsTheEmailReplacesTheStaleUserByItself() throws Exception {
        lab.v1User(1, "ann@x")
                .v1User(2, "ANN@x")
                .v2("INSERT INTO users (email) VALUES ('ann@x')")
                .ready();

        lab.apply(user(1, "ann@x"), user(2, "ANN@x"));
        assertThat(lab.quarantine()).isEqualTo("1|user||0|duplicate-email\n2|user||0|duplicate-email");

        lab.apply(user(1, "other@x"));
        lab.retry(user(2, "ANN@x"));

        assertThat(lab.ask("SELECT email FROM users ORDER BY 1")).isEqualTo("ANN@x\nother@x");
        assertThat(lab.quarantine()).isEmpty();
        assertThat(lab.outcomeOf(1) + lab.outcomeOf(2)).isEqualTo("createdreplaced");
    }

    @Test
    void ofTwoClaimantsThatPartedTheOneThatKeptTheEmailReplacesTheStaleUser() throws Exception {
        lab.v1User(1, "ann@x")
                .v1User(2, "ANN@x")
                .v2("INSERT INTO users (email) VALUES ('ann@x')")
                .ready();

        lab.apply(user(1, "other@x"), user(2, "ANN@x"));

        assertThat(lab.outcomeOf(1) + " " + lab.outcomeOf(2)).isEqualTo("created replaced");
        assertThat(lab.ask("SELECT v1_user_id, count(*) FROM changeover.before_image GROUP BY 1"))
                .isEqualTo("2|1");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aMigratedUserThatIsDoubledStaysAsItIs() throws Exception {
        lab.v1User(1, "ann@x").ready();
        lab.apply(user(1, "ann@x"));

        lab.apply(user(2, "Ann@x"));

        assertThat(lab.ask("SELECT email, first_name FROM users")).isEqualTo("ann@x|V1-1");
        assertThat(lab.quarantine()).isEqualTo("1|user||0|duplicate-email\n2|user||0|duplicate-email");

        lab.apply(new UserDocument.Deleted(2));
        lab.retry(user(1, "ann@x"));

        assertThat(lab.quarantine()).isEmpty();
        assertThat(lab.outcomeOf(1)).isEqualTo("created");
    }

    @Test
    void withoutAUsableEmailAUserIsSkippedAndAMigratedOneQuarantined() throws Exception {
        lab.ready();

        lab.apply(user(1, "\u2003 "), user(2, "bob@x"), Documents.user(3, null).build());
        assertThat(lab.outcomeOf(1) + " " + lab.outcomeOf(3)).isEqualTo("skipped skipped");

        lab.apply(user(2, " "));

        assertThat(lab.ask("SELECT email FROM users")).isEqualTo("bob@x");
        assertThat(lab.quarantine()).isEqualTo("2|user||0|no-email");
    }

    @Test
    void swappedEmailsEndRight() throws Exception {
        lab.ready();
        lab.apply(user(1, "a@x"), user(2, "b@x"));

        lab.apply(user(1, "b@x"));
        lab.apply(user(2, "a@x"));
        lab.retry(user(1, "b@x"));

        assertThat(lab.ask("SELECT first_name, email FROM users ORDER BY 1")).isEqualTo("V1-1|b@x\nV1-2|a@x");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void swappedEmailsInOneBatchEndRight() throws Exception {
        lab.ready();
        lab.apply(user(1, "a@x"), user(2, "b@x"));

        BatchResult result = lab.apply(user(1, "b@x"), user(2, "a@x"));

        assertThat(lab.ask("SELECT first_name, email FROM users ORDER BY 1")).isEqualTo("V1-1|b@x\nV1-2|a@x");
        assertThat(result.outcomes()).allMatch(UserOutcome.Applied.class::isInstance);
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void anEmailHandedOnIsTakenFromAUserWhoseEmailBecameBlank() throws Exception {
        lab.ready();
        lab.apply(user(1, "a@x"));
        lab.apply(Documents.user(1, null).build());

        lab.apply(user(2, "a@x"));

        assertThat(lab.ask("SELECT first_name, email FROM users ORDER BY 1")).isEqualTo("V1-1|null\nV1-2|a@x");
        assertThat(lab.quarantine()).contains("1|user||0|no-email");

        lab.retry(Documents.user(1, null).build());

        assertThat(lab.quarantine()).as("its email is not waited for any more").isEqualTo("1|user||0|no-email");
    }

    @Test
    void anUndoneUserIsNotMigratedAgain() throws Exception {
        lab.ready();
        lab.v2("INSERT INTO changeover.v1_user (v1_user_id, identity, outcome) VALUES (1, 'a@x', 'undone')");

        BatchResult result = lab.apply(user(1, "a@x"));

        assertThat(result.outcomes()).containsExactly(new UserOutcome.Skipped(1));
        assertThat(lab.ask("SELECT count(*) FROM users")).isEqualTo("0");
        assertThat(lab.outcomeOf(1)).isEqualTo("undone");
    }

    @Test
    void anotherSpellingOfAnEmailThatAnAndroidUserHasIsTakenThoughItsOwnerIsMigrated() throws Exception {
        lab.ready();
        lab.apply(user(1, "Ann@x"));
        lab.v2("INSERT INTO users (first_name, email) VALUES ('android', 'ann@x')");

        lab.apply(user(1, "ann@x"), user(2, "b@x"));

        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken");
        assertThat(lab.ask("SELECT first_name, email FROM users ORDER BY 1"))
                .isEqualTo("V1-1|Ann@x\nV1-2|b@x\nandroid|ann@x");

        lab.v2("DELETE FROM users WHERE first_name = 'android'");
        lab.allIsDue();
        lab.retry(user(1, "ann@x"));

        assertThat(lab.quarantine()).isEmpty();
        assertThat(lab.ask("SELECT email FROM users WHERE first_name = 'V1-1'")).isEqualTo("ann@x");
    }

    @Test
    void aMigratedUserWhoseEmailBecomesAnotherSpellingOfAnAndroidUsersStaysAsItIs() throws Exception {
        lab.v2("INSERT INTO users (email, first_name) VALUES ('bob@x', 'android')")
                .ready();
        lab.apply(user(1, "a@x"));

        lab.apply(user(1, "BOB@x"));

        assertThat(lab.ask("SELECT email, first_name FROM users ORDER BY 1")).isEqualTo("a@x|V1-1\nbob@x|android");
        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken");
    }

    @Test
    void anEmailIsNotTakenFromAUserThatSomebodyChangedInV2() throws Exception {
        lab.ready();
        lab.apply(user(1, "a@x"));
        lab.v2("UPDATE users SET first_name = 'android'");
        lab.apply(user(1, "b@x"));

        lab.apply(user(2, "a@x"));

        assertThat(lab.ask("SELECT email, first_name FROM users")).isEqualTo("a@x|android");
        assertThat(lab.quarantine()).isEqualTo("1|row|users|1|changed-in-v2\n2|user||0|email-taken");
    }

    @Test
    void aStaleUserGoesToTheV1UserThatItIsPairedWithAndNotToTheOneThatHasItsEmailNow() throws Exception {
        lab.v1User(1, "a@x").v2("""
                INSERT INTO users (email) VALUES ('a@x');
                INSERT INTO premium_subscriptions (user_id, status, plan_type) VALUES (1, 'active', 'year')""").ready();

        lab.apply(user(1, "b@x"), user(2, "a@x"));
        lab.allIsDue();
        lab.retry(user(1, "b@x"), user(2, "a@x"));

        assertThat(lab.outcomeOf(1) + " " + lab.outcomeOf(2)).isEqualTo("replaced created");
        assertThat(lab.ask("SELECT user_id FROM premium_subscriptions")).isEqualTo("" + lab.targetOf(1));
    }

    @Test
    void claimantsOfAnEmailThatAnAndroidUserHasAreDuplicatesFirst() throws Exception {
        lab.v2("INSERT INTO users (email) VALUES ('ann@x')").ready();

        lab.apply(user(1, "ann@x"), user(2, "ANN@x"));

        assertThat(lab.quarantine()).isEqualTo("1|user||0|duplicate-email\n2|user||0|duplicate-email");
    }
}
