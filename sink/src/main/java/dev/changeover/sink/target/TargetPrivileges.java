package dev.changeover.sink.target;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the sink's user must be allowed to do in the target, each missing right with the GRANT that gives it. */
final class TargetPrivileges {
    private final Connection connection;
    private final List<SchemaFinding> findings = new ArrayList<>();

    private TargetPrivileges(Connection connection) {
        this.connection = connection;
    }

    /** What is missing; tables that do not exist are not looked at. */
    static List<SchemaFinding> missing(Connection connection) throws SQLException {
        TargetPrivileges privileges = new TargetPrivileges(connection);
        for (TablePlan table : MigrationPlan.tables()) {
            String name = SqlNames.qualified("public", table.name());
            privileges.needTable(name, "SELECT, INSERT, UPDATE, DELETE");
            privileges.needSequence(name);
            privileges.needToSeeAllRows(name);
        }
        privileges.needTable(SqlNames.qualified("public", MigrationPlan.DRILLS), "SELECT");
        for (ReferencingKey key : ReferencingKeys.toRepoint(connection)) {
            privileges.needSchema(key.schema());
            privileges.needTable(key.sqlTable(), "SELECT, UPDATE");
            privileges.needToSeeAllRows(key.sqlTable());
        }
        for (ReferencingKey key : ReferencingKeys.toRowsThatGo(connection)) {
            privileges.needSchema(key.schema());
            privileges.needTable(key.sqlTable(), "SELECT");
            privileges.needToSeeAllRows(key.sqlTable());
        }
        privileges.needLedger();
        return List.copyOf(privileges.findings);
    }

    private void needTable(String table, String rights) throws SQLException {
        for (String right : rights.split(", ", -1)) {
            if (!holds(
                    "to_regclass(?) IS NULL OR has_table_privilege(to_regclass(?), '" + right + "')", table, table)) {
                missing(table, right + " on the table is not granted", "GRANT " + right + " ON " + table + " TO ");
            }
        }
    }

    private void needSequence(String table) throws SQLException {
        String sequence = "pg_get_serial_sequence(to_regclass(?)::text, 'id')";
        boolean hasId =
                holds("EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = 'id')", table);
        if (hasId && !holds("coalesce(has_sequence_privilege(" + sequence + ", 'USAGE'), true)", table)) {
            missing(
                    table,
                    "USAGE on the sequence of its id is not granted",
                    "GRANT USAGE ON the sequence of " + table + " TO ");
        }
    }

    /** Under row-level security the sink would silently see, and so compare, a part of the rows. */
    private void needToSeeAllRows(String table) throws SQLException {
        if (holds("to_regclass(?) IS NOT NULL AND row_security_active(to_regclass(?))", table, table)) {
            findings.add(new SchemaFinding(
                    table,
                    "row-level security hides rows from this user",
                    "run the sink as a user with BYPASSRLS, or as the table's owner without FORCE ROW LEVEL SECURITY"));
        }
    }

    private void needSchema(String schema) throws SQLException {
        if (!holds("has_schema_privilege(?, 'USAGE')", schema)) {
            String name = SqlNames.quoted(schema);
            missing(name, "USAGE on the schema is not granted", "GRANT USAGE ON SCHEMA " + name + " TO ");
        }
    }

    private void needLedger() throws SQLException {
        boolean canMake = holds(
                "CASE WHEN to_regnamespace(?) IS NULL"
                        + " THEN has_database_privilege(current_database(), 'CREATE')"
                        + " ELSE has_schema_privilege(to_regnamespace('changeover'), 'USAGE, CREATE') END",
                LedgerSchema.NAME);
        if (!canMake) {
            missing(
                    "the database",
                    "the ledger's schema changeover can be neither made nor used",
                    "GRANT CREATE ON DATABASE … (and, if the schema exists, USAGE and CREATE ON SCHEMA changeover) TO ");
        }
    }

    private void missing(String object, String finding, String grant) throws SQLException {
        findings.add(new SchemaFinding(
                object,
                finding,
                "run as owner: " + grant
                        + SqlNames.quoted(connection.getMetaData().getUserName())));
    }

    private boolean holds(String condition, String... parameters) throws SQLException {
        try (var select = connection.prepareStatement("SELECT " + condition)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (var answer = select.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }
}
