package dev.changeover.cutover.cleanup;

import static java.util.stream.Collectors.joining;

import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.TableShape;
import dev.changeover.cutover.point.TargetTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The ledger's tables as the catalogue has them, whatever version made them. All in the caller's transaction. */
final class LedgerTables {
    private static final String RELATIONS = "SELECT relname FROM pg_class WHERE relnamespace ="
            + " (SELECT oid FROM pg_namespace WHERE nspname = 'changeover') AND relkind IN ";

    private LedgerTables() {}

    static List<TableShape> of(Connection connection) throws SQLException {
        List<TableShape> tables = new ArrayList<>();
        for (String name : names(connection, "('r', 'p')")) {
            tables.add(TargetTables.shape(connection, TargetRemains.SCHEMA, name));
        }
        return List.copyOf(tables);
    }

    /** Keeps writers away, and not readers. */
    static void lock(Connection connection, List<TableShape> tables) throws SQLException {
        for (TableShape table : tables) {
            Ask.run(connection, "LOCK TABLE " + table.sqlName() + " IN EXCLUSIVE MODE");
        }
    }

    /** Drops them and the views on them. Refused by the server if anything else depends on one of them: that would go too. */
    static void drop(Connection connection, List<TableShape> tables) throws SQLException {
        for (String view : names(connection, "('v')")) {
            Ask.run(
                    connection,
                    "DROP VIEW " + new TableShape(TargetRemains.SCHEMA, view, List.of(), List.of()).sqlName()
                            + " RESTRICT");
        }
        if (!tables.isEmpty()) {
            Ask.run(
                    connection,
                    "DROP TABLE " + tables.stream().map(TableShape::sqlName).collect(joining(", ")) + " RESTRICT");
        }
    }

    private static List<String> names(Connection connection, String kinds) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(RELATIONS + kinds + " ORDER BY 1")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
