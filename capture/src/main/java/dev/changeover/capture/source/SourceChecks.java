package dev.changeover.capture.source;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.plan.ColumnType;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.SourceTable;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.SourceTopics;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks whether V1 can be captured, before anything is made in it. Only reads. Confined to one thread. */
public final class SourceChecks {
    private static final String TABLE = """
            SELECT c.relkind::text AS kind, c.relreplident::text AS identity,
                   has_table_privilege(c.oid, 'SELECT') AS readable,
                   (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_index i
                      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
                     WHERE i.indrelid = c.oid AND i.indisprimary) AS key
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relname = ?""";
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, NULL) AS type
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped""";
    private static final String MAY_REPLICATE = """
            SELECT bool_or(r.rolreplication OR r.rolsuper) FROM pg_roles r
             WHERE r.rolname = current_user
                OR (r.rolname = 'rds_superuser' AND pg_has_role(current_user, r.oid, 'MEMBER'))
                OR (r.rolname = 'rds_replication' AND pg_has_role(current_user, r.oid, 'MEMBER'))""";
    private static final String MANAGED_ROLE = """
            SELECT count(*) > 0 FROM pg_roles r
             WHERE r.rolname = 'rds_replication' AND pg_has_role(current_user, r.oid, 'MEMBER')""";

    private final SourceDatabase v1;

    public SourceChecks(SourceDatabase v1) {
        this.v1 = requireNonNull(v1, "v1");
    }

    /** Everything that capture reads, {@code drills} included. */
    public static Stream<SourceTable> tables() {
        return Stream.concat(MigrationPlan.tables().stream().map(TablePlan::source), Stream.of(MigrationPlan.drills()));
    }

    /**
     * Asks everything that must hold of V1 at every start.
     *
     * @throws ProblemException at the first thing that is not as it must be
     */
    public void requireCapturable() throws SQLException {
        requirePrimary();
        requireEncoding();
        requireLogicalWal();
        requireReplicationRole();
        for (SourceTable table : tables().toList()) {
            requireTable(table);
        }
    }

    /**
     * Whether a slot can be added. Asked only when capture needs a new one.
     *
     * @throws ProblemException when V1 has none left
     */
    public void requireFreeSlot() throws SQLException {
        require(
                v1.text("SELECT (SELECT count(*) FROM pg_replication_slots)"
                                + " < current_setting('max_replication_slots')::int")
                        .equals("t"),
                "V1 has no replication slot left",
                "max_replication_slots is " + v1.text("SHOW max_replication_slots") + " and all are in use",
                "drop a slot that nobody needs, or raise max_replication_slots and restart V1");
    }

    private void requirePrimary() throws SQLException {
        require(
                v1.text("SELECT pg_is_in_recovery()").equals("f"),
                "V1 is a standby",
                "capture makes a publication and writes heartbeats, which only a primary takes",
                "set V1_DATABASE_URL to the primary");
    }

    private void requireEncoding() throws SQLException {
        require(
                !v1.text("SHOW server_encoding").equals("SQL_ASCII"),
                "V1 does not know how its text is encoded",
                "its encoding is SQL_ASCII, so bytes that are not UTF-8 would change on the way",
                "load V1 into a database of the encoding UTF8 first");
    }

    private void requireLogicalWal() throws SQLException {
        String level = v1.text("SHOW wal_level");
        require(
                level.equals("logical"),
                "V1 does not log what capture needs",
                "wal_level is '" + level + "', and must be 'logical'",
                "run ALTER SYSTEM SET wal_level = 'logical' in V1 and restart it");
    }

    private void requireReplicationRole() throws SQLException {
        require(
                v1.text(MAY_REPLICATE).equals("t") || v1.text(MANAGED_ROLE).equals("t"),
                "The role " + v1.text("SELECT current_user") + " may not replicate from V1",
                "it has neither REPLICATION nor superuser",
                "run ALTER ROLE … REPLICATION in V1, or on a managed service grant its replication role");
    }

    private void requireTable(SourceTable table) throws SQLException {
        try (PreparedStatement statement = statement(TABLE, table);
                ResultSet row = statement.executeQuery()) {
            boolean found = row.next() && row.getString("kind").equals("r");
            require(
                    found,
                    "V1 has no table " + name(table),
                    "the migration plan reads it",
                    "check that V1_DATABASE_URL names V1");
            require(
                    "id".equals(row.getString("key")),
                    "The table " + name(table) + " of V1 has no primary key on id",
                    "without it a change does not say which row it is of",
                    "add the key in V1, or leave the table out of the plan");
            String identity = row.getString("identity");
            require(
                    identity.equals("d") || identity.equals("f"),
                    "The table " + name(table) + " of V1 has the replica identity '" + identity + "'",
                    "V1 would refuse updates of a published table, or send another key than id",
                    "run ALTER TABLE " + name(table) + " REPLICA IDENTITY DEFAULT in V1");
            require(
                    row.getBoolean("readable"),
                    "The table " + name(table) + " of V1 cannot be read",
                    "the role has no SELECT on it",
                    "run GRANT SELECT ON " + name(table) + " in V1");
        }
        requireColumns(table);
    }

    private void requireColumns(SourceTable table) throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (PreparedStatement statement = statement(COLUMNS, table);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                types.put(rows.getString(1), rows.getString(2));
            }
        }
        requireColumn(table, types, new SourceColumn("id", ColumnType.INTEGER));
        if (table.parentColumn().isPresent()) {
            requireColumn(table, types, new SourceColumn(table.parentColumn().get(), ColumnType.INTEGER));
        }
        for (SourceColumn column : table.columns()) {
            requireColumn(table, types, column);
        }
    }

    private static void requireColumn(SourceTable table, Map<String, String> types, SourceColumn column) {
        String type = types.getOrDefault(column.name(), "missing");
        require(
                type.equals(column.type().sqlName()),
                "The column " + name(table) + "." + column.name() + " of V1 is " + type,
                "the migration plan expects " + column.type().sqlName(),
                "change V1 back, or adapt the migration plan");
    }

    private PreparedStatement statement(String query, SourceTable table) throws SQLException {
        PreparedStatement statement = v1.connection().prepareStatement(query);
        statement.setString(1, SourceTopics.SCHEMA);
        statement.setString(2, table.name());
        return statement;
    }

    private static String name(SourceTable table) {
        return SourceTopics.SCHEMA + "." + table.name();
    }

    private static void require(boolean fulfilled, String what, String why, String remedy) {
        if (!fulfilled) {
            throw new ProblemException(new Problem(Problem.Kind.REFUSED, what, why, remedy));
        }
    }

    /** The names of the captured tables as V1 spells them, with the schema. */
    public static List<String> qualifiedTables() {
        return MigrationPlan.capturedTables().stream()
                .map(table -> SourceTopics.SCHEMA + "." + table)
                .toList();
    }
}
