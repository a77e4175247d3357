package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.plan.MigrationPlan;
import org.junit.jupiter.api.Test;

class TableSqlTest {
    private final TableSql groups = new TableSql(MigrationPlan.table("drill_groups"));

    @Test
    void theHashCoversThePlansColumnsAndTheParent() {
        assertThat(groups.hash())
                .isEqualTo(
                        "hashtextextended(ROW(t.\"user_id\", t.\"name\", t.\"description\", t.\"is_liked_group\")::text"
                                + " COLLATE \"C\", 0)");
    }

    @Test
    void anUpdateAsksWhetherTheRowIsAsTheSinkLeftIt() {
        assertThat(groups.update()).contains("WHERE t.id = v.id AND " + groups.hash() + " = v.hash");
    }

    @Test
    void aDeleteAsksTheSame() {
        assertThat(groups.delete("true")).contains("WHERE t.id = v.id AND " + groups.hash() + " = v.hash");
    }

    @Test
    void usersHaveNoParentColumn() {
        assertThat(PlanSql.USERS.copyIn()).startsWith("COPY \"public\".\"users\" (id, \"first_name\"");
    }
}
