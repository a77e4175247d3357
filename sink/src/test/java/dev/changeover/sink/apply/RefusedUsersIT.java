package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.stage.ProblemException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RefusedUsersIT extends OnAFreshTarget {

    private static UserDocument user(long id, String duration) {
        return Documents.user(id, "u" + id + "@x")
                .row("training_sessions", id, "total_duration", duration)
                .build();
    }

    @Test
    void oneUserAmongFiftyThatTheTargetRefusesIsQuarantinedAlone() throws Exception {
        lab.ready();

        BatchResult result = lab.apply(LongStream.rangeClosed(1, 50)
                .mapToObj(id -> user(id, id == 33 ? "secret" : "5"))
                .toArray(UserDocument[]::new));

        assertThat(lab.ask("SELECT count(*) FROM users")).isEqualTo("49");
        assertThat(lab.quarantine()).isEqualTo("33|user||0|refused-by-target");
        assertThat(lab.ask("SELECT detail FROM changeover.quarantine"))
                .isEqualTo("SQLSTATE 22P02")
                .doesNotContain("secret");
        assertThat(result.outcomes()).hasSize(50);

        lab.apply(user(33, "5"));

        assertThat(lab.ask("SELECT count(*) FROM users")).isEqualTo("50");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aRefusedUserThatIsMigratedStaysAsItWas() throws Exception {
        lab.ready();
        lab.apply(user(1, "5"));

        lab.apply(user(1, "five"));

        assertThat(lab.ask("SELECT total_duration FROM training_sessions")).isEqualTo("5");
        assertThat(lab.outcomeOf(1)).isEqualTo("quarantined");
        assertThat(lab.targetOf(1)).isEqualTo(1);
    }

    @Test
    void aTriggerThatLeavesARowOutWithoutAWordQuarantinesToo() throws Exception {
        lab.v2("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;"
                        + " CREATE TRIGGER no BEFORE INSERT ON training_sessions FOR EACH ROW EXECUTE FUNCTION no()")
                .ready();

        lab.apply(user(1, "5"));

        assertThat(lab.quarantine()).isEqualTo("1|user||0|refused-by-target");
        assertThat(lab.ask("SELECT count(*) FROM users")).isEqualTo("0");
    }

    @Test
    void aTriggerThatRefusesQuarantinesWithoutItsMessage() throws Exception {
        lab.v2("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE EXCEPTION 'not %', NEW.email; END $$;"
                        + " CREATE TRIGGER no BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION no()")
                .ready();

        lab.apply(user(1, "5"));

        assertThat(lab.ask("SELECT reason, detail FROM changeover.quarantine"))
                .isEqualTo("refused-by-target|SQLSTATE P0001");
    }

    @Test
    void anUnreadableAndATooLargeUserAreQuarantinedAndV2StaysAsItIs() throws Exception {
        lab.ready();
        lab.apply(user(1, "5"));

        lab.apply(new UserDocument.Unreadable(1, "refresh_tokens", 9, "x"), new UserDocument.TooLarge(2, 100, 50));

        assertThat(lab.quarantine()).isEqualTo("1|user||0|unreadable\n2|user||0|too-large");
        assertThat(lab.ask("SELECT total_duration FROM training_sessions")).isEqualTo("5");
        assertThat(lab.ask("SELECT identity FROM changeover.v1_user WHERE v1_user_id = 1"))
                .isEqualTo("u1@x");
    }

    @Test
    void aUserThatTakesLongerThanAStatementMayStopsTheSinkWithoutTheOthersOfItsBatch() throws Exception {
        lab.v2(
                        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.total_duration = 7 THEN"
                                + " RAISE EXCEPTION USING ERRCODE = 'query_canceled'; END IF; RETURN NEW; END $$;"
                                + " CREATE TRIGGER slow BEFORE INSERT ON training_sessions FOR EACH ROW EXECUTE FUNCTION slow()")
                .ready();

        assertThatThrownBy(() -> lab.apply(user(1, "5"), user(2, "5"), user(3, "7")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("within its limit of time");

        assertThat(lab.ask("SELECT first_name FROM users ORDER BY 1")).isEqualTo("V1-1\nV1-2");
        assertThat(lab.quarantine()).isEmpty();
    }
}
