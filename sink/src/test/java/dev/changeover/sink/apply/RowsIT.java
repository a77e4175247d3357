package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of single rows: changes, deletes, moves, and rows that somebody changed in V2. */
class RowsIT extends OnAFreshTarget {
    private static final String FILTERS =
            "SELECT f.id, u.first_name, f.name FROM saved_filters f JOIN users u ON u.id = f.user_id ORDER BY 1";
    private static final String ITEMS = "SELECT i.id, u.first_name, g.name, i.position FROM drill_group_items i"
            + " JOIN drill_groups g ON g.id = i.drill_group_id JOIN users u ON u.id = g.user_id ORDER BY 1";

    @BeforeEach
    void ready() throws SQLException, InterruptedException {
        lab.ready();
    }

    private static Documents user(long id) {
        return Documents.user(id, "u" + id + "@x");
    }

    private static UserDocument filter(long user, long row, String name, long lsn) {
        return user(user).at(lsn).row("saved_filters", row, "name", name).build();
    }

    @Test
    void aChangeIsAnUpdateOfThatRowAndADeleteADelete() throws Exception {
        lab.apply(user(1).row("saved_filters", 10, "name", "a")
                .row("saved_filters", 11, "name", "b")
                .build());

        BatchResult change = lab.apply(user(1).row("saved_filters", 10, "name", "c")
                .row("saved_filters", 12, "name", "d")
                .build());

        assertThat(lab.ask(FILTERS)).isEqualTo("1|V1-1|c\n3|V1-1|d");
        assertThat(change.rowsWritten()).isEqualTo(3);
        assertThat(lab.ask("SELECT v1_id, v2_id FROM changeover.id_map WHERE table_name = 'saved_filters' ORDER BY 1"))
                .isEqualTo("10|1\n12|3");
    }

    /**
     * One transaction moves the item out of group 21 at 100 and commits last; another gives the group to user 2 at 200. By commits: the
     * group goes with its item, and then the item leaves it.
     */
    @Test
    void anItemThatLeavesAGroupWhichIsGivenAwayInTheSameMomentStaysWhereItWentWhateverTheOrder() throws Exception {
        lab.apply(user(1).row("drill_groups", 21, "name", "g")
                .through(1)
                .row("drill_group_items", 31, 21, "position", "5")
                .build());
        UserDocument second = user(2).at(200)
                .row("drill_groups", 21, "name", "g")
                .at(50)
                .through(200)
                .row("drill_group_items", 31, 21, "position", "5")
                .build();
        UserDocument secondWithout =
                user(2).at(200).row("drill_groups", 21, "name", "g").build();
        UserDocument third = user(3).at(60)
                .row("drill_groups", 22, "name", "h")
                .at(100)
                .through(60)
                .row("drill_group_items", 31, 22, "position", "5")
                .build();

        lab.apply(user(1).build());
        lab.apply(second);
        lab.apply(third);
        lab.apply(secondWithout);

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-3|h|5");
    }

    @Test
    void rowsFirstWrittenInOneTransactionGetIdsInV1sOrderAcrossUsers() throws Exception {
        lab.apply(
                user(2).row("saved_filters", 30, "name", "30").build(),
                user(1).row("saved_filters", 20, "name", "20")
                        .row("saved_filters", 40, "name", "40")
                        .build());

        assertThat(lab.ask("SELECT id, name FROM saved_filters ORDER BY id")).isEqualTo("1|20\n2|30\n3|40");
        assertThat(lab.ask("SELECT id, first_name FROM users ORDER BY id")).isEqualTo("1|V1-1\n2|V1-2");
    }

    @Test
    void explicitNullsAndJsonTextArriveAsTheyAre() throws Exception {
        lab.apply(user(1).row("completed_sessions", 1, "drills", "{\"a\" :1.50,\"a\":\"\\\\\\t\\u0000\"}\n")
                .row("session_preferences", 2, "available_equipment", "{ball,NULL,\"a\\\"b\"}", "target_skills", "[1]")
                .build());

        assertThat(lab.ask("SELECT drills::text = E'{\"a\" :1.50,\"a\":\"\\\\\\\\\\\\t\\\\u0000\"}\\n', date FROM"
                        + " completed_sessions"))
                .isEqualTo("t|null");
        assertThat(lab.ask("SELECT available_equipment, target_skills, created_at FROM session_preferences"))
                .isEqualTo("{ball,NULL,\"a\\\"b\"}|[1]|null");
    }

    @Test
    void aRowThatMovesToAnotherUserKeepsItsId() throws Exception {
        lab.apply(filter(1, 10, "f", 1), user(2).build());

        lab.apply(filter(2, 10, "f", 2));
        lab.apply(user(1).build());

        assertThat(lab.ask(FILTERS)).isEqualTo("1|V1-2|f");
    }

    @Test
    void aRowThatLeavesBeforeItArrivesKeepsItsId() throws Exception {
        lab.apply(filter(1, 10, "f", 1), user(2).build());

        lab.apply(user(1).build());
        assertThat(lab.ask(FILTERS)).isEmpty();
        lab.apply(filter(2, 10, "f", 2));

        assertThat(lab.ask(FILTERS)).isEqualTo("1|V1-2|f");
    }

    @Test
    void anOlderDocumentOfTheFormerOwnerLeavesAMovedRowAlone() throws Exception {
        lab.apply(user(1).build(), filter(2, 10, "new", 2));

        lab.apply(filter(1, 10, "old", 1));
        lab.apply(user(1).build());

        assertThat(lab.ask(FILTERS)).isEqualTo("1|V1-2|new");
    }

    @Test
    void aGroupThatMovesTakesItsItemsAlongInEitherOrder() throws Exception {
        UserDocument with1 = user(1).row("drill_groups", 5, "name", "g")
                .row("drill_group_items", 6, 5, "position", "1")
                .build();
        UserDocument with2 = user(2).at(9)
                .row("drill_groups", 5, "name", "g")
                .row("drill_group_items", 6, 5, "position", "1")
                .build();
        lab.apply(with1, user(2).build());

        lab.apply(with2);
        lab.apply(user(1).build());

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-2|g|1");
        assertThat(lab.ask("SELECT DISTINCT v1_user_id FROM changeover.migrated_row WHERE table_number IN (4, 5)"))
                .isEqualTo("2");

        UserDocument back = user(1).at(11)
                .row("drill_groups", 5, "name", "g")
                .row("drill_group_items", 6, 5, "position", "1")
                .build();
        lab.apply(user(2).build());
        lab.apply(back);

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-1|g|1");
    }

    @Test
    void anItemThatMovesOutOfADeletedGroupSurvives() throws Exception {
        lab.apply(user(1).row("drill_groups", 5, "name", "g")
                .row("drill_group_items", 6, 5, "position", "1")
                .build());

        lab.apply(user(1).row("drill_groups", 7, "name", "h")
                .row("drill_group_items", 6, 7, "position", "1")
                .build());

        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-1|h|1");
        assertThat(lab.ask("SELECT name FROM drill_groups")).isEqualTo("h");
    }

    @Test
    void theProgressRowOfAUserMayBeDeletedAndMadeAgain() throws Exception {
        lab.apply(user(1).row("progress_history", 1, "current_streak", "1").build());

        lab.apply(user(1).row("progress_history", 2, "current_streak", "2").build());

        assertThat(lab.ask("SELECT id, current_streak FROM progress_history")).isEqualTo("2|2");
    }

    @Test
    void aRowChangedInV2IsHeldBackWhenV1ChangesItToo() throws Exception {
        lab.apply(filter(1, 10, "f", 1));
        lab.v2("UPDATE saved_filters SET name = 'android'");

        lab.apply(filter(1, 10, "v1", 2));

        assertThat(lab.ask(FILTERS)).isEqualTo("1|V1-1|android");
        assertThat(lab.quarantine()).isEqualTo("1|row|saved_filters|10|changed-in-v2");

        lab.apply(user(1).build());

        assertThat(lab.ask(FILTERS)).isEqualTo("1|V1-1|android");
    }

    @Test
    void aRowChangedInV2AloneStays() throws Exception {
        lab.apply(filter(1, 10, "f", 1));
        lab.v2("UPDATE saved_filters SET name = 'android'");

        lab.apply(user(1).at(1)
                .row("saved_filters", 10, "name", "f")
                .row("saved_filters", 11, "name", "g")
                .build());

        assertThat(lab.ask(FILTERS)).isEqualTo("1|V1-1|android\n2|V1-1|g");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void whatV1AndV2BothDeletedIsGone() throws Exception {
        lab.apply(filter(1, 10, "f", 1));
        lab.v2("DELETE FROM saved_filters");

        lab.apply(user(1).build());

        assertThat(lab.quarantine()).isEmpty();
        assertThat(lab.ask("SELECT live FROM changeover.migrated_row WHERE table_number = 9"))
                .isEqualTo("f");
    }

    @Test
    void anItemAddedToAGroupThatV2DeletedIsHeldBack() throws Exception {
        lab.apply(user(1).row("drill_groups", 5, "name", "g").build());
        lab.v2("DELETE FROM drill_groups");

        lab.apply(user(1).row("drill_groups", 5, "name", "g")
                .row("drill_group_items", 6, 5, "position", "1")
                .build());

        assertThat(lab.quarantine()).isEqualTo("1|row|drill_group_items|6|changed-in-v2");
    }

    @Test
    void aDeletedGroupWithAnItemOfV2sOwnStays() throws Exception {
        lab.apply(user(1).row("drill_groups", 5, "name", "g").build());
        lab.v2("INSERT INTO drill_group_items (drill_group_id, position) VALUES (1, 9)");

        lab.apply(user(1).build());

        assertThat(lab.ask("SELECT name FROM drill_groups")).isEqualTo("g");
        assertThat(lab.ask("SELECT position FROM drill_group_items")).isEqualTo("9");
        assertThat(lab.quarantine()).isEqualTo("1|row|drill_groups|5|changed-in-v2");
    }

    @Test
    void aRowThatTheRulesHoldBackStaysAsV2HasIt() throws Exception {
        lab.apply(user(1).row("training_sessions", 5, "total_duration", "1")
                .row("ordered_session_drills", 6, 5, "drill_uuid", "00000000-0000-0000-0000-000000000001")
                .build());

        lab.apply(user(1).row("training_sessions", 5, "total_duration", "2")
                .heldBack("ordered_session_drills", 6, QuarantineReason.NO_COUNTERPART)
                .heldBack("ordered_session_drills", 7, QuarantineReason.NO_COUNTERPART)
                .build());

        assertThat(lab.ask("SELECT id, drill_uuid FROM ordered_session_drills"))
                .isEqualTo("1|00000000-0000-0000-0000-000000000001");
        assertThat(lab.ask("SELECT total_duration FROM training_sessions")).isEqualTo("2");
        assertThat(lab.quarantine())
                .isEqualTo(
                        "1|row|ordered_session_drills|6|no-counterpart\n1|row|ordered_session_drills|7|no-counterpart");
    }

    @Test
    void aUserDeletedInV2AfterItsMigrationIsQuarantined() throws Exception {
        lab.apply(user(1).build());
        lab.v2("DELETE FROM users");

        lab.apply(filter(1, 10, "f", 1));

        assertThat(lab.quarantine()).isEqualTo("1|user||0|changed-in-v2");
    }

    /** At each of the two places that a block of COPY can end, between two characters and within one. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a"})
    void charactersOfTwoCharsArriveWhereverABlockEnds(String before) throws Exception {
        String name = before + "\uD83D\uDE00".repeat(70_000);

        lab.apply(Documents.user(1, "a@x").row("drill_groups", 1, "name", name).build());

        assertThat(lab.ask("SELECT name FROM drill_groups")).isEqualTo(name);
    }
}
