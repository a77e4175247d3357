package dev.changeover.cutover.point;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tables and sequences of the target a migration can change, as the catalogue has them. */
public final class TargetTables {
    /** The ledger's tables that change with every migrated user; what is decided once (baseline) or only grows (evidence) stays. */
    private static final List<String> LEDGER =
            List.of("v1_user", "migrated_row", "before_image", "quarantine", "deleted_row");

    /** The plan's tables, and whatever references one of them, also over others. A partition is its table's. */
    private static final String INVOLVED = """
            WITH RECURSIVE involved (oid) AS (
              SELECT c.oid FROM pg_class c
               WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY (?)
              UNION
              SELECT coalesce(pg_partition_root(con.conrelid)::oid, con.conrelid)
                FROM pg_constraint con JOIN involved i ON con.confrelid = i.oid
               WHERE con.contype = 'f' AND con.conparentid = 0)
            SELECT n.nspname, c.relname FROM involved i JOIN pg_class c ON c.oid = i.oid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             ORDER BY n.nspname <> 'public',
                      coalesce(array_position(?::text[], CASE n.nspname WHEN 'public' THEN c.relname::text END), 1000), 1, 2
            """;

    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod),
                   coalesce(array_position(k.indkey::int2[], a.attnum), -1)
              FROM pg_attribute a
              LEFT JOIN pg_index k ON k.indrelid = a.attrelid AND k.indisprimary
             WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
             ORDER BY a.attnum
            """;

    /** Owned by a column, or asked by its default. */
    private static final String SEQUENCES = """
            SELECT DISTINCT n.nspname, s.relname
              FROM pg_depend d JOIN pg_class s ON s.relkind = 'S' AND s.oid = d.objid
              JOIN pg_namespace n ON n.oid = s.relnamespace
             WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
               AND d.refobjid = ?::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
            UNION
            SELECT n.nspname, s.relname
              FROM pg_attrdef f
              JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass
              JOIN pg_class s ON s.relkind = 'S' AND s.oid = d.refobjid
              JOIN pg_namespace n ON n.oid = s.relnamespace
             WHERE f.adrelid = ?::regclass
             ORDER BY 1, 2
            """;

    private TargetTables() {}

    /**
     * Everything that a migration may change: the plan's tables, and all that references them, directly or over others.
     *
     * @throws ProblemException if one of them has no primary key
     */
    static List<TableShape> userData(Connection connection) throws SQLException {
        List<TableShape> shapes = new ArrayList<>();
        for (TableShape table : involved(connection)) {
            shapes.add(withKey(shape(connection, table.schema(), table.table())));
        }
        return List.copyOf(shapes);
    }

    /** The names of what {@link #userData} describes; without columns, and without looking for keys. */
    public static List<TableShape> involved(Connection connection) throws SQLException {
        Object[] plan = MigrationPlan.tables().stream().map(TablePlan::name).toArray();
        List<TableShape> tables = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(INVOLVED)) {
            Array names = connection.createArrayOf("text", plan);
            select.setArray(1, names);
            select.setArray(2, names);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    tables.add(new TableShape(rows.getString(1), rows.getString(2), List.of(), List.of()));
                }
            }
        }
        return List.copyOf(tables);
    }

    /** The ledger's tables that a rollback puts back; empty if there is no ledger. */
    static List<TableShape> ledger(Connection connection) throws SQLException {
        if (!Ask.truth(connection, "SELECT to_regclass('changeover.target') IS NOT NULL")) {
            return List.of();
        }
        List<TableShape> shapes = new ArrayList<>();
        for (String table : LEDGER) {
            shapes.add(shape(connection, "changeover", table));
        }
        return shapes;
    }

    /** The table as it is now; without columns if it is not there. */
    public static TableShape shape(Connection connection, String schema, String table) throws SQLException {
        TableShape named = new TableShape(schema, table, List.of(), List.of());
        if (!exists(connection, named)) {
            return named;
        }
        List<PointColumn> columns = new ArrayList<>();
        Map<Integer, String> key = new java.util.TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
            select.setString(1, named.sqlName());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.add(new PointColumn(rows.getString(1), rows.getString(2)));
                    if (rows.getInt(3) >= 0) {
                        key.put(rows.getInt(3), rows.getString(1));
                    }
                }
            }
        }
        return new TableShape(schema, table, columns, List.copyOf(key.values()));
    }

    /** Where the sequences stand that give the tables their values. A sequence knows no snapshot: this is as of now. */
    static List<PointSequence> sequences(Connection connection, List<TableShape> tables) throws SQLException {
        Map<String, PointSequence> sequences = new LinkedHashMap<>();
        for (TableShape table : tables) {
            try (PreparedStatement select = connection.prepareStatement(SEQUENCES)) {
                select.setString(1, table.sqlName());
                select.setString(2, table.sqlName());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        PointSequence found =
                                new PointSequence(rows.getString(1), rows.getString(2), table.name(), 0, false);
                        sequences.putIfAbsent(found.sqlName(), found);
                    }
                }
            }
        }
        List<PointSequence> read = new ArrayList<>();
        for (PointSequence each : sequences.values()) {
            read.add(now(connection, each));
        }
        return List.copyOf(read);
    }

    /** The same sequence as it stands now. Whoever may use a sequence need not be allowed to select from it. */
    public static PointSequence now(Connection connection, PointSequence sequence) throws SQLException {
        String literal = "'" + sequence.sqlName().replace("'", "''") + "'";
        String direct = "SELECT last_value, is_called FROM " + sequence.sqlName();
        String indirect = "SELECT coalesce(pg_sequence_last_value(seqrelid::regclass), seqstart),"
                + " pg_sequence_last_value(seqrelid::regclass) IS NOT NULL FROM pg_sequence WHERE seqrelid = " + literal
                + "::regclass";
        boolean selectable = Ask.truth(connection, "SELECT has_sequence_privilege(" + literal + ", 'SELECT')");
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(selectable ? direct : indirect)) {
            row.next();
            return new PointSequence(
                    sequence.schema(), sequence.name(), sequence.usedBy(), row.getLong(1), row.getBoolean(2));
        }
    }

    private static boolean exists(Connection connection, TableShape table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            select.setString(1, table.sqlName());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static TableShape withKey(TableShape table) {
        if (table.key().isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "No rollback point can hold the table " + table.name(),
                    "it references users and has no primary key, so that its rows cannot be told apart",
                    "give it a primary key"));
        }
        return table;
    }
}
