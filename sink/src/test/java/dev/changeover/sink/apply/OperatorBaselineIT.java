package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.baseline.BaselineChange;
import dev.changeover.sink.target.TargetDatabase;
import org.junit.jupiter.api.Test;

/** Who may be replaced, when an operator knows better than the emails do. */
class OperatorBaselineIT extends OnAFreshTarget {
    private static final String USERS = "SELECT email, first_name FROM users ORDER BY email";

    private BaselineChange baseline() {
        return new BaselineChange(lab.database(), "staging");
    }

    private static UserDocument user(long id, String email) {
        return Documents.user(id, email).build();
    }

    @Test
    void aStaleUserThatIsProtectedIsNeverReplaced() throws Exception {
        lab.v1User(1, "anna@x").v2("INSERT INTO users (id, email, first_name) VALUES (10, 'anna@x', 'V2')");
        try (TargetDatabase beforeTheFirstRun = TargetDatabase.open(lab.addressOfV2(), 4)) {
            BaselineChange baseline = new BaselineChange(beforeTheFirstRun, "staging");
            baseline.ensureTaken(lab.addressOfV1());
            assertThat(baseline.protect("Anna@X").v1Users()).containsExactly(1L);
        }

        lab.ready();
        lab.apply(user(1, "anna@x"));

        assertThat(lab.quarantine()).isEqualTo("1|user||0|email-taken");
        assertThat(lab.ask("SELECT id, email, first_name FROM users")).isEqualTo("10|anna@x|V2");
    }

    @Test
    void aV1UserThatWasRefusedIsTriedAgainUnderTheNewBaseline() throws Exception {
        lab.v1User(1, "a@x")
                .v2("INSERT INTO users (id, email) VALUES (10, 'a@x')")
                .ready();
        baseline().protect("a@x");
        lab.apply(user(1, "a@x"));
        assertThat(lab.outcomeOf(1)).isEqualTo("quarantined");

        baseline().pair("a@x", "a@x");
        lab.retry(user(1, "a@x"));

        assertThat(lab.outcomeOf(1)).isEqualTo("replaced");
    }

    @Test
    void aV1UserReplacesTheUserThatItIsPairedWithWhateverItsEmail() throws Exception {
        lab.v1User(1, "new@x")
                .v2("INSERT INTO users (id, email, first_name) VALUES (10, 'old@x', 'V2')")
                .ready();
        assertThat(baseline().preview("new@x", "old@x").wasProtected()).isTrue();

        baseline().pair("new@x", "old@x");
        lab.apply(user(1, "new@x"));

        assertThat(lab.outcomeOf(1)).isEqualTo("replaced");
        assertThat(lab.ask(USERS)).isEqualTo("new@x|V1-1");
    }

    @Test
    void whoseCopyWentToAnotherIsCreatedAnew() throws Exception {
        lab.v1User(1, "a@x")
                .v1User(2, "b@x")
                .v2("INSERT INTO users (id, email) VALUES (10, 'b@x')")
                .ready();

        assertThat(baseline().pair("a@x", "b@x").former()).containsExactly(2L);
        lab.apply(user(1, "a@x"));
        lab.apply(user(2, "b@x"));

        assertThat(lab.outcomeOf(1)).isEqualTo("replaced");
        assertThat(lab.outcomeOf(2)).isEqualTo("created");
        assertThat(lab.ask(USERS)).isEqualTo("a@x|V1-1\nb@x|V1-2");
    }

    @Test
    void pairingAndProtectionAreRefusedAfterTheFirstWrite() throws Exception {
        lab.v1User(1, "a@x")
                .v1User(2, "c@x")
                .v2("INSERT INTO users (id, email) VALUES (10, 'a@x'), (11, 'b@x')")
                .ready();
        lab.apply(user(1, "a@x"));
        String before = lab.ask("SELECT b, p FROM changeover.baseline_user b LEFT JOIN changeover.pairing p"
                + " USING (target_user_id) ORDER BY 1");

        assertRefused(() -> baseline().pair("a@x", "b@x"), "V1 user 1 is in the target already");
        assertRefused(() -> baseline().pair("c@x", "a@x"), "was made by the migration");
        assertRefused(() -> baseline().protect("a@x"), "was made by the migration");

        assertThat(lab.ask("SELECT b, p FROM changeover.baseline_user b LEFT JOIN changeover.pairing p"
                        + " USING (target_user_id) ORDER BY 1"))
                .isEqualTo(before);
    }

    @Test
    void whomNobodyCanReplaceIsNotPaired() throws Exception {
        lab.v1User(1, "a@x")
                .v2("INSERT INTO users (id, email) VALUES (10, 'a@x'), (11, 'b@x')")
                .ready();
        lab.v2("INSERT INTO users (id, email) VALUES (12, 'late@x')");

        assertRefused(() -> baseline().pair("a@x", "late@x"), "came after the baseline");
        assertRefused(() -> baseline().pair("a@x", "b@x"), "belongs to another user of the target, 10");
        assertRefused(() -> baseline().pair("a@x", "nobody@x"), "No user of the target");
        assertRefused(() -> baseline().pair("nobody@x", "a@x"), "no V1 user");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable change, String why) {
        assertThatThrownBy(change)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("@");
    }
}
