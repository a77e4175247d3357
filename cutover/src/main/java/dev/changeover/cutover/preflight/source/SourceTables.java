package dev.changeover.cutover.preflight.source;

import dev.changeover.contract.plan.ColumnType;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.SourceTable;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.plan.TargetColumn;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** V1's tables and columns against the migration plan. */
final class SourceTables {
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, NULL), a.attgenerated <> '', c.relkind::text
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
             WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    private SourceTables() {}

    private record Column(String name, String type, boolean generated, String tableKind) {}

    static Judgement of(Session v1) throws SQLException {
        Judgement judgement = new Judgement();
        List<SourceTable> tables = tables();
        for (SourceTable table : tables) {
            Map<String, Column> columns = new LinkedHashMap<>();
            v1.list(
                            COLUMNS,
                            row -> new Column(row.getString(1), row.getString(2), row.getBoolean(3), row.getString(4)),
                            "public." + table.name())
                    .forEach(each -> columns.put(each.name(), each));
            check(table, columns, judgement);
        }
        return judgement.otherwise(tables.size() + " tables with the columns and types of the migration plan");
    }

    static List<SourceTable> tables() {
        return Stream.concat(MigrationPlan.tables().stream().map(TablePlan::source), Stream.of(MigrationPlan.drills()))
                .toList();
    }

    private static void check(SourceTable table, Map<String, Column> columns, Judgement judgement) {
        if (columns.isEmpty()) {
            judgement.add(Status.FAIL, "V1 has no table public." + table.name(), "check that V1_DATABASE_URL names V1");
            return;
        }
        if (!columns.values().iterator().next().tableKind().equals("r")) {
            judgement.add(
                    Status.FAIL,
                    "public." + table.name() + " of V1 is no ordinary table",
                    "the pipeline captures ordinary tables only: adapt the migration plan");
            return;
        }
        List<SourceColumn> planned = new ArrayList<>(table.columns());
        planned.add(new SourceColumn("id", ColumnType.INTEGER));
        table.parentColumn().ifPresent(name -> planned.add(new SourceColumn(name, ColumnType.INTEGER)));
        for (SourceColumn each : planned) {
            checkColumn(table, each, columns.remove(each.name()), judgement);
        }
        computed(table.name()).forEach(columns::remove);
        // Of drills only the title is read; its other columns are known to stay behind.
        if (!columns.isEmpty() && !table.name().equals(MigrationPlan.DRILLS)) {
            judgement.add(
                    Status.WARN,
                    "public." + table.name() + " of V1 has columns that are not migrated: "
                            + String.join(", ", columns.keySet()),
                    "add them to the migration plan, or accept that they stay behind");
        }
    }

    /** What the target has under the same name and the pipeline works out anew: it is not left behind. */
    private static List<String> computed(String table) {
        return MigrationPlan.tables().stream()
                .filter(plan -> plan.name().equals(table))
                .flatMap(plan -> plan.targetColumns().stream())
                .map(TargetColumn::name)
                .toList();
    }

    private static void checkColumn(
            SourceTable table, SourceColumn planned, @Nullable Column found, Judgement judgement) {
        String name = "public." + table.name() + "." + planned.name();
        if (found == null) {
            judgement.add(
                    Status.FAIL, "V1 has no column " + name, "change V1 back, or take it out of the migration plan");
        } else if (!found.type().equals(planned.type().sqlName())) {
            judgement.add(
                    Status.FAIL,
                    name + " of V1 is " + found.type() + ", and the plan expects "
                            + planned.type().sqlName(),
                    "change V1 back, or adapt the migration plan");
        } else if (found.generated()) {
            judgement.add(
                    Status.FAIL,
                    name + " of V1 is a generated column, which PostgreSQL does not replicate",
                    "make it an ordinary column in V1, or take it out of the migration plan");
        }
    }
}
