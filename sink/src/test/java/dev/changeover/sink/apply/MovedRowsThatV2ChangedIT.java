package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.sink.undo.Undo;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that V2 changed, and that V1 gives from user 1 to user 2. */
class MovedRowsThatV2ChangedIT extends OnAFreshTarget {
    private static final String FILTERS =
            "SELECT f.id, u.first_name, f.name FROM saved_filters f JOIN users u ON u.id = f.user_id ORDER BY 1";
    private static final String ITEMS = "SELECT i.id, u.first_name, g.name, i.position FROM drill_group_items i"
            + " JOIN drill_groups g ON g.id = i.drill_group_id JOIN users u ON u.id = g.user_id ORDER BY 1";
    private static final String OWNERS = "SELECT table_number, v1_id, v1_user_id FROM changeover.migrated_row"
            + " WHERE live AND table_number IN (4, 5) ORDER BY 1, 2";
    private static final String DRILL = "00000000-0000-0000-0000-000000000001";

    @BeforeEach
    void ready() throws SQLException, InterruptedException {
        lab.ready();
    }

    private static Documents user(long id) {
        return Documents.user(id, "u" + id + "@x");
    }

    private static UserDocument group(long user, long lsn, String position) {
        return user(user)
                .at(lsn)
                .row("drill_groups", 5, "name", "g")
                .through(lsn)
                .row("drill_group_items", 6, 5, "position", position)
                .build();
    }

    /** Applies user 1's and user 2's documents in this order, those of one word in one batch. */
    private void apply(String order, UserDocument first, UserDocument second) throws InterruptedException {
        Map<String, List<UserDocument>> batches = Map.of(
                "former",
                List.of(first),
                "later",
                List.of(second),
                "both",
                List.of(first, second),
                "both-turned",
                List.of(second, first));
        for (String batch : order.split(" ", -1)) {
            lab.apply(requireNonNull(batches.get(batch), batch).toArray(UserDocument[]::new));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"former later", "later former", "both", "both-turned"})
    void aRowThatStaysWithItsFormerOwnerIsSaidOfBoth(String order) throws Exception {
        lab.apply(user(1).at(1).row("saved_filters", 10, "name", "f").build(), user(2).build());
        lab.v2("UPDATE saved_filters SET name = 'android'");

        apply(
                order,
                user(1).build(),
                user(2).at(2).row("saved_filters", 10, "name", "f").build());

        assertThat(lab.ask(FILTERS)).isEqualTo("1|V1-1|android");
        assertThat(lab.quarantine())
                .isEqualTo("1|row|saved_filters|10|changed-in-v2\n2|row|saved_filters|10|changed-in-v2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"former later", "later former", "both", "both-turned"})
    void aRowThatTheRulesHoldBackAtItsNewOwnerLeavesTheFormerOne(String order) throws Exception {
        Documents first = user(1).at(1).row("training_sessions", 5, "total_duration", "1");
        lab.apply(
                first.row("ordered_session_drills", 6, 5, "drill_uuid", DRILL).build(),
                user(2).row("training_sessions", 7, "total_duration", "2").build());

        apply(
                order,
                user(1).at(1).row("training_sessions", 5, "total_duration", "1").build(),
                user(2).row("training_sessions", 7, "total_duration", "2")
                        .heldBack("ordered_session_drills", 6, QuarantineReason.NO_COUNTERPART)
                        .build());

        assertThat(lab.ask("SELECT id FROM ordered_session_drills")).isEmpty();
        assertThat(lab.quarantine()).isEqualTo("2|row|ordered_session_drills|6|no-counterpart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"former later", "later former", "both", "both-turned"})
    void anItemThatBothChangedGoesAlongWithItsGroupAndWaitsThere(String order) throws Exception {
        lab.apply(group(1, 1, "1"), user(2).build());
        lab.v2("UPDATE drill_group_items SET position = 42");

        apply(order, user(1).build(), group(2, 2, "7"));

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-2|g|42");
        assertThat(lab.ask(OWNERS)).isEqualTo("4|5|2\n5|6|2");
        assertThat(lab.ask("SELECT table_name, v1_id, reason FROM changeover.quarantine WHERE v1_user_id = 2"))
                .isEqualTo("drill_group_items|6|changed-in-v2");
    }

    @Test
    void anItemThatWentAlongStaysWhenItsFormerOwnerIsUndone() throws Exception {
        lab.apply(group(1, 1, "1"), user(2).build());
        lab.v2("UPDATE drill_group_items SET position = 42");
        apply("later former", user(1).build(), group(2, 2, "7"));
        Undo undo = new Undo(lab.database());

        undo.run(undo.of(List.of("u1@x")), undo.epoch(), false, users -> {});
        lab.apply(group(2, 2, "8"));

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-2|g|42");
        assertThat(lab.quarantine()).isEqualTo("2|row|drill_group_items|6|changed-in-v2");
        assertThat(lab.outcomeOf(1) + lab.outcomeOf(2)).isEqualTo("undonecreated");
    }

    @Test
    void anItemThatWentAlongWaitsNoMoreWhenV1HasWhatItHadBefore() throws Exception {
        lab.apply(group(1, 1, "1"), user(2).build());
        lab.v2("UPDATE drill_group_items SET position = 42");
        apply("later former", user(1).build(), group(2, 2, "7"));

        lab.apply(group(2, 3, "1"));

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-2|g|42");
        assertThat(lab.quarantine()).isEmpty();
    }
}
