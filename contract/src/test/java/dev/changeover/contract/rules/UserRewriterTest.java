package dev.changeover.contract.rules;

import static dev.changeover.contract.rules.Catalogues.uuid;
import static dev.changeover.contract.rules.SourceUserBuilder.FROM_SNAPSHOT;
import static dev.changeover.contract.rules.SourceUserBuilder.STREAMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.HeldBackRow;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.SourceColumn;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "What" of the rules, and who has no counterpart. */
class UserRewriterTest {
    private static final UserRewriter REWRITER = new UserRewriter(Catalogues.of("Juggling", "L-drags"));

    /** V1's drills: 1 has a counterpart, 2 has none, 3 has no title, 4 was deleted, all others are unseen. */
    private static final DrillTitles TITLES = id -> switch ((int) id) {
        case 1 -> new DrillTitles.Answer.Known("l-drags");
        case 2 -> new DrillTitles.Answer.Known("Unknown");
        case 3 -> new DrillTitles.Answer.Known(null);
        case 4 -> new DrillTitles.Answer.Gone();
        default -> new DrillTitles.Answer.Unseen();
    };

    @Test
    void theUsersColumnsAreCarriedOverAsTheyAre() {
        SourceUser user = new SourceUserBuilder(5).build();

        UserDocument.Present document = REWRITER.rewrite(user, TITLES);

        assertThat(document.userRow().values())
                .isEqualTo(user.rowsOf("users").get(0).row().values());
        assertThat(document.userRow().parentId()).isEqualTo(5);
        assertThat(document.catalogueVersion()).isEqualTo("v1");
    }

    @Test
    void theEmailIsCarriedOverAsV1SpellsIt() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5, " Ada@Example.COM"));

        assertThat(value(document, "users", "email")).isEqualTo(" Ada@Example.COM");
    }

    @Test
    void aCompletedSessionIsADrillTrainingWithoutDurationOrMentalTraining() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row(
                        "completed_sessions",
                        7,
                        5L,
                        Map.of("date", "infinity", "total_drills", "4", "drills", "[{\"title\":\"L-drags\"}]")));

        assertThat(document.rowsOf("completed_sessions").get(0).values())
                .containsExactly(
                        "infinity",
                        "drill_training",
                        null,
                        "4",
                        "[{\"uuid\": \"" + uuid(2) + "\", \"title\":\"L-drags\"}]",
                        null,
                        null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session_preferences", "saved_filters", "drill_groups", "training_sessions"})
    void theseTablesAreCarriedOverAsTheyAre(String table) {
        Map<String, String> columns = MigrationPlan.table(table).sourceColumns().stream()
                .collect(Collectors.toMap(SourceColumn::name, column -> "any " + column.name()));

        UserDocument.Present document = rewritten(new SourceUserBuilder(5).row(table, 7, 5L, columns));

        columns.forEach(
                (column, value) -> assertThat(value(document, table, column)).isEqualTo(value));
    }

    @Test
    void aSavedTokenIsNotRevokedAndACodeIsNotUsed() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row("refresh_tokens", 7, 5L, Map.of("token", "t"))
                .row("password_reset_codes", 8, 5L, Map.of("code", "c")));

        assertThat(document.rowsOf("refresh_tokens").get(0).values()).containsExactly("t", null, null, "false");
        assertThat(document.rowsOf("password_reset_codes").get(0).values()).containsExactly("c", null, null, "false");
    }

    @Test
    void aDrillIdBecomesTheDrillsUuidAndSetsDoneNullBecomesZero() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row("drill_groups", 2, 5L, Map.of())
                .row("drill_group_items", 3, 2L, Map.of("drill_id", "1", "position", "0"))
                .row("training_sessions", 2, 5L, Map.of())
                .row("ordered_session_drills", 3, 2L, Map.of("drill_id", "1")));

        assertThat(document.rowsOf("drill_group_items").get(0).values()).containsExactly(uuid(2), "0", null);
        assertThat(value(document, "ordered_session_drills", "drill_uuid")).isEqualTo(uuid(2));
        assertThat(value(document, "ordered_session_drills", "sets_done")).isEqualTo("0");
        assertThat(value(document, "ordered_session_drills", "sets")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "4", "99"})
    void withoutACounterpartAGroupItemGoesWithNullAndAnOrderedDrillIsHeldBack(String drillId) {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row("drill_groups", 2, 5L, Map.of())
                .row("drill_group_items", 3, 2L, Map.of("drill_id", drillId, "position", "0"))
                .row("training_sessions", 2, 5L, Map.of())
                .row("ordered_session_drills", 4, 2L, Map.of("drill_id", drillId))
                .row("ordered_session_drills", 5, 2L, Map.of("drill_id", "1")));

        assertThat(document.rowsOf("drill_group_items").get(0).values()).containsExactly(null, "0", null);
        assertThat(document.rowsOf("ordered_session_drills"))
                .extracting(DocumentRow::id)
                .containsExactly(5L);
        assertThat(document.heldBack())
                .containsExactly(new HeldBackRow("ordered_session_drills", 4, QuarantineReason.NO_COUNTERPART));
    }

    @Test
    void aDrillIdThatIsNullHasNoCounterpart() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row("drill_groups", 2, 5L, Map.of())
                .row("drill_group_items", 3, 2L, Map.of())
                .row("training_sessions", 2, 5L, Map.of())
                .row("ordered_session_drills", 4, 2L, STREAMED, Map.of()));

        assertThat(value(document, "drill_group_items", "drill_uuid")).isNull();
        assertThat(document.heldBack())
                .containsExactly(new HeldBackRow("ordered_session_drills", 4, QuarantineReason.NO_COUNTERPART));
    }

    @Test
    void aStreamedRowWhoseDrillIsUnseenWaitsForIt() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row("training_sessions", 2, 5L, Map.of())
                .row("ordered_session_drills", 4, 2L, STREAMED, Map.of("drill_id", "99"))
                .row("ordered_session_drills", 5, 2L, STREAMED, Map.of("drill_id", "2")));

        assertThat(document.heldBack())
                .containsExactly(
                        new HeldBackRow("ordered_session_drills", 4, QuarantineReason.WAITING_FOR_DRILL),
                        new HeldBackRow("ordered_session_drills", 5, QuarantineReason.NO_COUNTERPART));
    }

    @Test
    void onlyARowThatCannotGoWithoutItsDrillWaits() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row("drill_groups", 2, 5L, Map.of())
                .row("drill_group_items", 3, 2L, STREAMED, Map.of("drill_id", "99")));

        assertThat(value(document, "drill_group_items", "drill_uuid")).isNull();
        assertThat(document.heldBack()).isEmpty();
    }

    @Test
    void drillsAreNeverMatchedByEqualIds() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row("drill_groups", 2, 5L, Map.of())
                .row("drill_group_items", 3, 2L, Map.of("drill_id", "2")));

        assertThat(value(document, "drill_group_items", "drill_uuid")).isNull();
    }

    @Test
    void theStreaksAreAsTheyAreNullBecomesZeroAndThePreviousStreakIsZero() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row(
                        "progress_history",
                        7,
                        5L,
                        Map.of("highest_streak", "9", "updated_at", "2026-01-02 03:04:05.678901")));

        assertThat(value(document, "progress_history", "current_streak")).isEqualTo("0");
        assertThat(value(document, "progress_history", "previous_streak")).isEqualTo("0");
        assertThat(value(document, "progress_history", "highest_streak")).isEqualTo("9");
        assertThat(value(document, "progress_history", "updated_at")).isEqualTo("2026-01-02 03:04:05.678901");
    }

    @Test
    void theProgressRowHasTheMetricsOfTheSessionsInV1IdOrderAndNotV1sOwnCount() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row("progress_history", 7, 5L, Map.of())
                .row("completed_sessions", 30, 5L, Map.of("drills", "[{\"title\":\"later\"}]"))
                .row("completed_sessions", 20, 5L, Map.of("drills", "[{\"title\":\"first\"}]")));

        assertThat(value(document, "progress_history", "completed_sessions_count"))
                .isEqualTo("2");
        assertThat(value(document, "progress_history", "favorite_drill")).isEqualTo("first");
    }

    @Test
    void aUserHasAProgressRowOnlyWhereV1HasIt() {
        assertThat(rewritten(new SourceUserBuilder(5).sessions("[]")).rowsOf("progress_history"))
                .isEmpty();
    }

    @Test
    void entriesWithoutCounterpartAreCountedOverAllSessions() {
        assertThat(rewritten(new SourceUserBuilder(5).sessions("[{\"title\":\"x\"},{\"title\":\"L-drags\"}]", "[{}]"))
                        .entriesWithoutCounterpart())
                .isEqualTo(2);
    }

    @Test
    void aChildWhoseParentIsNotAmongTheUsersRowsIsLeftOut() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row("drill_groups", 2, 5L, Map.of())
                .row("drill_groups", 3, 6L, Map.of())
                .row("drill_group_items", 20, 2L, Map.of())
                .row("drill_group_items", 30, 3L, Map.of())
                .row("drill_group_items", 40, null, FROM_SNAPSHOT, Map.of())
                .row("ordered_session_drills", 50, 2L, Map.of("drill_id", "2"))
                .row("completed_sessions", 60, 6L, Map.of("drills", "[{}]")));

        assertThat(document.rowsOf("drill_groups")).extracting(DocumentRow::id).containsExactly(2L);
        assertThat(document.rowsOf("drill_group_items"))
                .extracting(DocumentRow::id)
                .containsExactly(20L);
        assertThat(document.heldBack()).isEmpty();
        assertThat(document.entriesWithoutCounterpart()).isZero();
    }

    @Test
    void everyRowKeepsItsParentAndItsVersionAndStandsInV1IdOrder() {
        UserDocument.Present document = rewritten(new SourceUserBuilder(5)
                .row("drill_groups", 9, 5L, new RowVersion(2, true, 7), Map.of())
                .row("drill_groups", 2, 5L, Map.of())
                .row("drill_group_items", 31, 9L, Map.of())
                .row("drill_group_items", 30, 2L, Map.of()));

        assertThat(document.rowsOf("drill_groups"))
                .containsExactly(
                        new DocumentRow(2, 5, FROM_SNAPSHOT, Arrays.asList(null, null, null)),
                        new DocumentRow(9, 5, new RowVersion(2, true, 7), Arrays.asList(null, null, null)));
        assertThat(document.rowsOf("drill_group_items"))
                .extracting(DocumentRow::id, DocumentRow::parentId)
                .containsExactly(tuple(30L, 2L), tuple(31L, 9L));
    }

    @Test
    void equalInputGivesAnEqualDocument() {
        SourceUserBuilder user = new SourceUserBuilder(5)
                .sessions("[{\"title\":\"L-drags\",\"skill\":\"passing\"}]")
                .row("progress_history", 7, 5L, Map.of());

        assertThat(rewritten(user)).isEqualTo(rewritten(user));
    }

    @Test
    void fiveThousandSessionsOfTenMegabytesCostWhatTheirSizeCosts() {
        String entry = "{\"drill\":{\"id\":1,\"title\":\"L-drags\",\"tips\":[\"" + "x".repeat(400) + "\"]}}";
        String session = "[" + String.join(", ", Collections.nCopies(5, entry)) + "]";
        String[] sessions = Collections.nCopies(5_000, session).toArray(String[]::new);
        SourceUserBuilder user = new SourceUserBuilder(5).sessions(sessions).row("progress_history", 7, 5L, Map.of());

        UserDocument.Present document = assertTimeout(Duration.ofSeconds(10), () -> rewritten(user));

        assertThat(value(document, "progress_history", "drills_per_session")).isEqualTo("5");
        assertThat(document.entriesWithoutCounterpart()).isZero();
    }

    @Test
    void aUserWithoutItsOwnRowIsRefused() {
        assertThatThrownBy(() -> REWRITER.rewrite(new SourceUser(5, Map.of()), TITLES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static UserDocument.Present rewritten(SourceUserBuilder user) {
        return REWRITER.rewrite(user.build(), TITLES);
    }

    /** The column's value in the first row of the table. */
    private static String value(UserDocument.Present document, String table, String column) {
        return document.rowsOf(table)
                .get(0)
                .values()
                .get(MigrationPlan.table(table).targetIndex(column));
    }
}
