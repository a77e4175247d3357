package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Users that the baseline saw in V1, and that V1 deleted before its snapshot. */
class UnheardUsersIT extends OnAFreshTarget {

    @Test
    void aUserDeletedBeforeTheSnapshotCountsAsDeletedAndNotAsPending() throws Exception {
        lab.v1User(1, "ann@x").v1User(2, "bob@x").ready();
        lab.v1("DELETE FROM users WHERE id = 1");

        assertThat(lab.settleUnheard()).isEqualTo(1);

        assertThat(lab.outcomeOf(1)).isEqualTo("deleted");
        assertThat(lab.outcomeOf(2)).isEqualTo("pending");
    }

    @Test
    void itsClaimGoesSoThatTheOneThatRemainsIsAppliedByItself() throws Exception {
        lab.v1User(1, "ann@x").v1User(2, "ANN@x").ready();
        lab.apply(Documents.user(2, "ANN@x").build());
        assertThat(lab.quarantine()).isEqualTo("2|user||0|duplicate-email");
        lab.v1("DELETE FROM users WHERE id = 1");

        lab.settleUnheard();
        lab.retry(Documents.user(2, "ANN@x").build());

        assertThat(lab.outcomeOf(2)).isEqualTo("created");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aStaleCopyOfADeletedUserStaysAsItIs() throws Exception {
        lab.v1User(1, "ann@x")
                .v2("INSERT INTO users (email, first_name) VALUES ('ann@x', 'stale')")
                .ready();
        lab.v1("DELETE FROM users WHERE id = 1");

        lab.settleUnheard();

        assertThat(lab.ask("SELECT email, first_name FROM users")).isEqualTo("ann@x|stale");
        assertThat(lab.outcomeOf(1)).isEqualTo("deleted");
    }
}
