package dev.changeover.contract.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class MigrationPlanTest {
    @Test
    void parentsComeBeforeTheirChildren() {
        Set<String> seen = new HashSet<>();
        for (TablePlan table : MigrationPlan.tables()) {
            table.parent().ifPresent(link -> assertThat(seen).contains(link.table()));
            seen.add(table.name());
        }
    }

    @Test
    void theNumbersThatStoresAndLedgerHoldNeverChange() {
        Map<Integer, String> numbers = new LinkedHashMap<>();
        MigrationPlan.tables().forEach(table -> numbers.put(table.number(), table.name()));

        assertThat(numbers)
                .containsOnly(
                        Map.entry(1, "users"),
                        Map.entry(2, "completed_sessions"),
                        Map.entry(3, "session_preferences"),
                        Map.entry(4, "drill_groups"),
                        Map.entry(5, "drill_group_items"),
                        Map.entry(6, "training_sessions"),
                        Map.entry(7, "ordered_session_drills"),
                        Map.entry(8, "progress_history"),
                        Map.entry(9, "saved_filters"),
                        Map.entry(10, "refresh_tokens"),
                        Map.entry(11, "password_reset_codes"));
        assertThat(MigrationPlan.tables()).hasSize(11);
    }

    @Test
    void theSessionsComeBeforeTheProgressThatIsComputedFromThem() {
        List<String> names =
                MigrationPlan.tables().stream().map(TablePlan::name).toList();

        assertThat(names.indexOf(MigrationPlan.COMPLETED_SESSIONS))
                .isLessThan(names.indexOf(MigrationPlan.PROGRESS_HISTORY));
    }

    @Test
    void usersAreCarriedOverWithTheEmailAndTheFifteenProfileColumnsAsTheyAre() {
        TablePlan users = MigrationPlan.table(MigrationPlan.USERS);

        assertThat(users.targetColumns()).hasSize(15 + 1).allSatisfy(column -> assertThat(column.rule())
                .isEqualTo(new ColumnRule.Copied(column.name())));
        assertThat(users.targetColumns()).extracting(TargetColumn::name).contains("email");
    }

    @Test
    void everyColumnOfV1IsReadButTheCountThatIsComputed() throws IOException {
        Map<String, Map<String, String>> v1 = SchemaFile.columnsOf("v1.sql");

        for (TablePlan table : MigrationPlan.tables()) {
            Map<String, String> read = ownColumns(table, v1);
            if (table.name().equals(MigrationPlan.PROGRESS_HISTORY)) {
                read.remove("completed_sessions_count");
            }
            assertThat(table.sourceColumns())
                    .as(table.name())
                    .extracting(SourceColumn::name, column -> column.type().sqlName())
                    .containsExactlyInAnyOrderElementsOf(tuples(read));
        }
    }

    @Test
    void everyColumnOfV2IsWritten() throws IOException {
        Map<String, Map<String, String>> v2 = SchemaFile.columnsOf("v2.sql");

        for (TablePlan table : MigrationPlan.tables()) {
            assertThat(table.targetColumns())
                    .as(table.name())
                    .extracting(TargetColumn::name, column -> column.type().sqlName())
                    .containsExactlyInAnyOrderElementsOf(tuples(ownColumns(table, v2)));
        }
    }

    @Test
    void everyRuleReadsAColumnThatThePlanReads() {
        for (TablePlan table : MigrationPlan.tables()) {
            for (TargetColumn column : table.targetColumns()) {
                if (column.rule() instanceof ColumnRule.Copied copied) {
                    assertThat(table.sourceColumns()
                                    .get(table.sourceIndex(copied.source()))
                                    .type())
                            .isEqualTo(column.type());
                }
            }
        }
    }

    @Test
    void groupsAndTrainingSessionsStandBetweenUsersAndTheirItems() {
        assertThat(MigrationPlan.tables().stream().filter(MigrationPlan::isMiddle))
                .extracting(TablePlan::name)
                .containsExactly("drill_groups", "training_sessions");
        assertThat(MigrationPlan.tables().stream().filter(MigrationPlan::isGrandchild))
                .extracting(TablePlan::name)
                .containsExactly("drill_group_items", "ordered_session_drills");
        assertThat(MigrationPlan.childrenOf("drill_groups"))
                .extracting(TablePlan::name)
                .containsExactly("drill_group_items");
    }

    @Test
    void v1sDrillsAreCapturedForTheirTitles() {
        assertThat(MigrationPlan.capturedTables()).hasSize(12).contains("drills");
        assertThat(MigrationPlan.drills().columns()).containsExactly(new SourceColumn("title", ColumnType.TEXT));
        assertThat(MigrationPlan.drills().parentColumn()).isEmpty();
    }

    @Test
    void aTableOrColumnThatThePlanLacksIsNamed() {
        assertThatThrownBy(() -> MigrationPlan.table("audit_logs")).hasMessageContaining("audit_logs");
        assertThatThrownBy(() -> MigrationPlan.table("users").sourceIndex("shoe_size"))
                .hasMessageContaining("users reads no column shoe_size");
        assertThatThrownBy(() -> MigrationPlan.table("users").targetIndex("shoe_size"))
                .hasMessageContaining("users writes no column shoe_size");
    }

    /** The table's columns but for its id and the one that names its parent. */
    private static Map<String, String> ownColumns(TablePlan table, Map<String, Map<String, String>> schema) {
        Map<String, String> columns = new LinkedHashMap<>(schema.getOrDefault(table.name(), Map.of()));
        assertThat(columns.remove("id")).isEqualTo("integer");
        table.parent()
                .ifPresent(link -> assertThat(columns.remove(link.column())).isEqualTo("integer"));
        return columns;
    }

    private static List<Tuple> tuples(Map<String, String> columns) {
        return columns.entrySet().stream()
                .map(column -> tuple(column.getKey(), column.getValue()))
                .toList();
    }
}
