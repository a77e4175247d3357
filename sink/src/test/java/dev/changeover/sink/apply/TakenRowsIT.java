package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.sink.quarantine.QuarantineRetry;
import dev.changeover.sink.quarantine.RetryChoice;
import dev.changeover.sink.quarantine.TriedUser;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that V1 and V2 both changed, and an operator who decides whose counts. */
class TakenRowsIT extends OnAFreshTarget {
    private static final String FILTERS = "SELECT id, name FROM saved_filters ORDER BY 1";

    @BeforeEach
    void ready() throws SQLException, InterruptedException {
        lab.ready();
    }

    private static UserDocument filter(String name, long lsn) {
        return Documents.user(1, "u1@x")
                .at(lsn)
                .row("saved_filters", 10, "name", name)
                .build();
    }

    private static UserDocument noFilter(long lsn) {
        return Documents.user(1, "u1@x").at(lsn).build();
    }

    private UserDocument heldBackFilter() throws Exception {
        lab.apply(filter("old", 1));
        lab.v2("UPDATE saved_filters SET name = 'android'");
        UserDocument changed = filter("v1", 2);
        lab.apply(changed);
        assertThat(lab.quarantine()).isEqualTo("1|row|saved_filters|10|changed-in-v2");
        return changed;
    }

    private QuarantineRetry.Due take(RetryChoice.Side side) {
        return retry().makeDue(new RetryChoice(Set.of(1L), Optional.empty(), Optional.of(side)));
    }

    private QuarantineRetry retry() {
        return new QuarantineRetry(lab.database(), "staging");
    }

    @Test
    void retryTakesV1sRowAndKeepsABeforeImage() throws Exception {
        UserDocument document = heldBackFilter();

        QuarantineRetry.Due due = take(RetryChoice.Side.V1);
        lab.retry(document);

        assertThat(lab.ask(FILTERS)).isEqualTo("1|v1");
        assertThat(lab.quarantine()).isEmpty();
        assertThat(lab.ask("SELECT reason, (image::public.saved_filters).name FROM changeover.before_image"))
                .isEqualTo("changed|android");
        assertThat(retry().look(due)).singleElement().matches(TriedUser::isSettled);
    }

    @Test
    void aRowThatV1TookIsFollowedAgain() throws Exception {
        UserDocument document = heldBackFilter();
        take(RetryChoice.Side.V1);
        lab.retry(document);

        lab.apply(filter("newer", 3));

        assertThat(lab.ask(FILTERS)).isEqualTo("1|newer");
    }

    @Test
    void retryLeavesV2sRowAndAsksAgainWhenV1ChangesIt() throws Exception {
        UserDocument document = heldBackFilter();

        QuarantineRetry.Due due = take(RetryChoice.Side.V2);
        lab.retry(document);

        assertThat(lab.ask(FILTERS)).isEqualTo("1|android");
        assertThat(retry().look(due)).singleElement().matches(user -> user.isSettled() && user.decided() == 1);

        lab.apply(filter("v1", 3)); // the user's document is written again, the row's content is not new
        assertThat(lab.ask("SELECT take FROM changeover.quarantine")).isEqualTo("v2");

        lab.apply(filter("newer", 4));
        assertThat(lab.ask(FILTERS)).isEqualTo("1|android");
        assertThat(lab.ask("SELECT reason, take FROM changeover.quarantine")).isEqualTo("changed-in-v2|null");
    }

    @Test
    void aDecisionForV2CanBeTakenBack() throws Exception {
        UserDocument document = heldBackFilter();
        take(RetryChoice.Side.V2);
        lab.retry(document);

        take(RetryChoice.Side.V1);
        lab.retry(document);

        assertThat(lab.ask(FILTERS)).isEqualTo("1|v1");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aRowThatV1DeletedAndV2ChangedGoesWithV1OrStaysWithV2() throws Exception {
        lab.apply(filter("old", 1));
        lab.v2("UPDATE saved_filters SET name = 'android'");
        UserDocument without = noFilter(2);
        lab.apply(without);
        assertThat(lab.quarantine()).isEqualTo("1|row|saved_filters|10|changed-in-v2");

        take(RetryChoice.Side.V2);
        lab.retry(without);
        assertThat(lab.ask(FILTERS)).isEqualTo("1|android");

        take(RetryChoice.Side.V1);
        lab.retry(without);
        assertThat(lab.ask(FILTERS)).isEmpty();
        assertThat(lab.ask("SELECT reason, (image::public.saved_filters).name FROM changeover.before_image"))
                .isEqualTo("deleted|android");
    }

    @Test
    void aRowThatV2DeletedComesBackUnderItsIdWithItsParentAndWhatHungOnThat() throws Exception {
        Documents before = Documents.user(1, "u1@x").at(1).row("drill_groups", 5, "name", "g");
        before.row("drill_group_items", 6, 5, "position", "1").row("drill_group_items", 7, 5, "position", "2");
        lab.apply(before.build());
        String groups =
                "SELECT g.id, i.id, i.position FROM drill_groups g JOIN drill_group_items i ON i.drill_group_id = g.id"
                        + " ORDER BY 1, 2";
        assertThat(lab.ask(groups)).isEqualTo("1|1|1\n1|2|2");
        lab.v2("DELETE FROM drill_group_items; DELETE FROM drill_groups");
        Documents after = Documents.user(1, "u1@x").at(2).row("drill_groups", 5, "name", "g");
        after.row("drill_group_items", 6, 5, "position", "8").row("drill_group_items", 7, 5, "position", "2");
        lab.apply(after.build());
        assertThat(lab.quarantine()).isEqualTo("1|row|drill_group_items|6|changed-in-v2");

        take(RetryChoice.Side.V1);
        lab.retry(after.build());

        assertThat(lab.ask(groups)).isEqualTo("1|1|8\n1|2|2");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void whatNobodyDecidedIsRefusedAgainAndSaysSo() throws Exception {
        UserDocument document = heldBackFilter();

        QuarantineRetry.Due due = retry().makeDue(new RetryChoice(Set.of(), Optional.empty(), Optional.empty()));
        assertThat(retry().look(due)).singleElement().matches(user -> !user.tried());
        lab.retry(document);

        assertThat(retry().look(due))
                .singleElement()
                .matches(user -> user.tried() && user.reasons().size() == 1);
        assertThat(lab.ask(FILTERS)).isEqualTo("1|android");
    }

    @Test
    void aDecisionWaitsForASinkThatIsBusyWithTheUserAndWouldOverwriteIt() throws Exception {
        heldBackFilter();
        CompletableFuture<QuarantineRetry.Due> decision;
        try (Connection sink = lab.connect();
                Statement statement = sink.createStatement()) {
            sink.setAutoCommit(false);
            statement.execute("SELECT FROM changeover.v1_user WHERE v1_user_id = 1 FOR UPDATE");
            decision = CompletableFuture.supplyAsync(() -> take(RetryChoice.Side.V1));
            await().until(() -> !lab.ask("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND datname = current_database()")
                    .isEmpty());

            assertThat(decision).isNotDone();
            statement.execute("UPDATE changeover.quarantine SET take = NULL");
            sink.commit();
        }

        assertThat(decision.get(1, TimeUnit.MINUTES).users()).containsExactly(1L);
        assertThat(lab.ask("SELECT take FROM changeover.quarantine")).isEqualTo("v1");
    }
}
