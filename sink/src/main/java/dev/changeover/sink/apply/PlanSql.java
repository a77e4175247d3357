package dev.changeover.sink.apply;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The SQL of all tables of the plan, made once. */
public final class PlanSql {
    public static final TableSql USERS = new TableSql(MigrationPlan.table(MigrationPlan.USERS));

    private static final List<TableSql> TABLES =
            MigrationPlan.tables().stream().map(TableSql::new).toList();
    private static final Map<Integer, TableSql> BY_NUMBER =
            TABLES.stream().collect(Collectors.toMap(each -> each.table().number(), Function.identity()));

    private PlanSql() {}

    public static TableSql of(TablePlan table) {
        return of(table.number());
    }

    static TableSql of(int number) {
        TableSql sql = BY_NUMBER.get(number);
        if (sql == null) {
            throw new IllegalArgumentException("The migration plan has no table with number " + number);
        }
        return sql;
    }

    /** Parents before children; {@code users} first. */
    public static List<TableSql> parentsFirst() {
        return TABLES;
    }

    /** Children before parents; {@code users} last. */
    public static List<TableSql> childrenFirst() {
        List<TableSql> reversed = new ArrayList<>(TABLES);
        Collections.reverse(reversed);
        return reversed;
    }
}
