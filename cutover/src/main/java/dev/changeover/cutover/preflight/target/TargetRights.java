package dev.changeover.cutover.preflight.target;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.plan.TargetColumn;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the role may do in the target what the sink does: tried, in one transaction that is rolled back. Writes to the application's
 * tables are planned by the server ({@code EXPLAIN}), which checks the rights, and never carried out: a trigger that ran could not be rolled back
 * whole, since sequences do not go back.
 */
final class TargetRights {
    private static final String LIMITS = "SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '30s'";
    private static final String SCHEMA = "changeover_preflight_trial";
    private static final String PLANNED =
            MigrationPlan.tables().stream().map(TablePlan::name).collect(Collectors.joining(","));

    /** Tables of V2's own: the sink looks whether their rows hang on what a replacement would delete. */
    private static final String HANGS_ON_ROWS = """
            SELECT DISTINCT con.conrelid::regclass::text
              FROM pg_constraint con
              JOIN pg_class child ON child.oid = con.conrelid JOIN pg_class parent ON parent.oid = con.confrelid
             WHERE con.contype = 'f' AND con.conparentid = 0 AND parent.relnamespace = 'public'::regnamespace
               AND parent.relname = ANY (string_to_array(?, ',')) AND parent.relname <> ?
               AND NOT (child.relnamespace = 'public'::regnamespace AND child.relname = ANY (string_to_array(?, ',')))
             ORDER BY 1""";

    private static final String NOT_ALLOWED = "42501";
    private static final String LOCKED = "55P03";

    private final Connection connection;
    private final String role;
    private final Judgement judgement = new Judgement();

    private TargetRights(Connection connection, String role) {
        this.connection = connection;
        this.role = role;
    }

    static Judgement of(Session target) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(target.address().jdbcUrl(), Session.properties(target.address()))) {
            connection.setAutoCommit(false);
            TargetRights rights = new TargetRights(connection, target.address().user());
            try {
                rights.tryAll(target);
            } finally {
                connection.rollback();
            }
            return rights.judgement.otherwise(
                    "tried and rolled back: the ledger's schema, and every kind of write to the "
                            + MigrationPlan.tables().size() + " tables");
        }
    }

    private void tryAll(Session target) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LIMITS);
        }
        tryLedger(target);
        if (!target.holds("has_database_privilege(current_database(), 'TEMPORARY')")) {
            judgement.add(
                    Status.FAIL,
                    "no TEMPORARY on the database, for the look that classifies the users",
                    "run as owner: GRANT TEMPORARY ON DATABASE "
                            + target.address().database() + " TO " + role);
        }
        for (TablePlan table : MigrationPlan.tables()) {
            String name = "public." + table.name();
            if (target.holds("to_regclass(?) IS NOT NULL", name)) {
                tryTable(target, table, name);
            }
        }
        attempt(
                "EXPLAIN SELECT FROM public." + MigrationPlan.DRILLS,
                "SELECT on public." + MigrationPlan.DRILLS,
                "GRANT SELECT ON public." + MigrationPlan.DRILLS);
        for (ReferencingColumn key : ReferencingColumn.ofUsers(target)) {
            attempt(
                    "EXPLAIN UPDATE " + key.table() + " SET " + key.column() + " = " + key.column() + " WHERE false",
                    "UPDATE on " + key.table() + ", whose rows name users",
                    "GRANT SELECT, UPDATE ON " + key.table());
        }
        for (String table :
                target.list(HANGS_ON_ROWS, row -> row.getString(1), PLANNED, MigrationPlan.USERS, PLANNED)) {
            attempt(
                    "EXPLAIN SELECT FROM " + table,
                    "SELECT on " + table + ", whose rows reference the users' rows",
                    "GRANT SELECT ON " + table);
        }
    }

    private void tryLedger(Session target) throws SQLException {
        if (target.holds("to_regnamespace('changeover') IS NOT NULL")) {
            attempt(
                    "CREATE TABLE changeover." + SCHEMA + " (id int)",
                    "CREATE in the schema changeover",
                    "GRANT USAGE, CREATE ON SCHEMA changeover");
        } else {
            attempt(
                    "CREATE SCHEMA " + SCHEMA + " CREATE TABLE trial (id int PRIMARY KEY)",
                    "CREATE on the database, for the ledger's schema",
                    "GRANT CREATE ON DATABASE " + target.address().database());
        }
    }

    private void tryTable(Session target, TablePlan plan, String table) throws SQLException {
        String columns = writtenColumns(target, plan, table);
        boolean tried = attempt("EXPLAIN SELECT FROM " + table, "SELECT on " + table, "GRANT SELECT ON " + table)
                && attempt(
                        "EXPLAIN INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + table
                                + " WHERE false",
                        "INSERT on " + table,
                        "GRANT SELECT, INSERT ON " + table)
                && attempt(
                        "EXPLAIN UPDATE " + table + " SET id = id WHERE false",
                        "UPDATE on " + table,
                        "GRANT SELECT, UPDATE ON " + table)
                && attempt(
                        "EXPLAIN DELETE FROM " + table + " WHERE false",
                        "DELETE on " + table,
                        "GRANT SELECT, DELETE ON " + table);
        if (tried && target.holds("row_security_active(to_regclass(?))", table)) {
            judgement.add(
                    Status.FAIL,
                    "row-level security hides rows of " + table + " from this role",
                    "use a role with BYPASSRLS, or the table's owner without FORCE ROW LEVEL SECURITY");
        }
    }

    /** Those of the plan that can be written at all: which are missing or generated is the check of the tables' to say. */
    private static String writtenColumns(Session target, TablePlan plan, String table) throws SQLException {
        Map<String, TargetColumnLook> there = TargetColumnLook.ofTable(target, table);
        return Stream.of(
                        Stream.of("id"),
                        plan.parent().map(ParentLink::column).stream(),
                        plan.targetColumns().stream().map(TargetColumn::name))
                .flatMap(names -> names)
                .distinct()
                .filter(name -> {
                    TargetColumnLook column = there.get(name);
                    return column != null && !column.always();
                })
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(", "));
    }

    /** @return whether the next thing of the same table can be tried */
    private boolean attempt(String sql, String right, String grant) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            connection.rollback(before);
            String state = String.valueOf(e.getSQLState());
            if (state.equals(LOCKED)) {
                judgement.add(
                        Status.WARN,
                        right + " could not be tried: somebody holds a lock on it",
                        "try again when that session has ended; see target-long-transactions");
                return false;
            }

            judgement.add(
                    Status.FAIL,
                    state.equals(NOT_ALLOWED) ? "no " + right : right + " is refused (SQLSTATE " + state + ")",
                    "run as owner: " + grant + " TO " + role);
            return true;
        }
    }
}
