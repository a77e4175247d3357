package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.SinkSessions;
import dev.changeover.cutover.point.TableShape;
import dev.changeover.cutover.point.TargetSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The ledger's schema and the sink's indexes in the target. Each call has a connection of its own. */
final class TargetRemains {
    static final String SCHEMA = "changeover";

    /** By its name, and not by the ledger's list: that may be gone when a cleanup goes on. Never one that a rule of V2 depends on. */
    private static final String INDEXES = """
            SELECT n.nspname, c.relname, t.relname, pg_relation_size(c.oid)
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relname LIKE 'changeover\\_%' AND n.nspname <> 'changeover' AND n.nspname !~ '^pg_'
               AND NOT i.indisunique AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)
             ORDER BY 1, 2""";

    private final DatabaseAddress target;
    private final LedgerHands ledger;

    TargetRemains(DatabaseAddress target, LedgerHands ledger) {
        this.target = requireNonNull(target, "target");
        this.ledger = requireNonNull(ledger, "ledger");
    }

    /** Reads only. */
    void look(Inventory found) {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            TargetSession.beginSnapshot(connection);
            lookAtSchema(connection, found);
            lookAtIndexes(connection, found);
            for (String pid : SinkSessions.of(connection)) {
                found.runs(
                        "session " + pid + " of the target is a sink's, or of another command of Changeover: stop it");
            }
        } catch (SQLException e) {
            throw Sessions.failed("target could not be looked at", e, "GRANT USAGE, SELECT on the schema " + SCHEMA);
        }
    }

    private void lookAtSchema(Connection connection, Inventory found) throws SQLException {
        if (!exists(connection)) {
            return;
        }
        List<TableShape> tables = LedgerTables.of(connection);
        if (!tables.isEmpty()
                && !Ask.truth(connection, "SELECT to_regclass('changeover.flyway_schema_history') IS NOT NULL")) {
            found.stays(Kind.SCHEMA, SCHEMA, "it has no history of its migrations, so that Changeover did not make it");
            return;
        }
        requireOurs(connection);
        List<String> counts = new ArrayList<>();
        long rows = 0;
        for (TableShape table : tables) {
            long count = Ask.number(connection, "SELECT count(*) FROM " + table.sqlName());
            rows += count;
            if (count > 0) {
                counts.add(table.table() + " " + String.format(Locale.ROOT, "%,d", count));
            }
        }
        found.goes(
                Kind.SCHEMA,
                SCHEMA,
                String.format(Locale.ROOT, "the ledger: %d tables, %,d rows", tables.size(), rows)
                        + (counts.isEmpty() ? "" : " (" + String.join(", ", counts) + ")"));
    }

    private static void lookAtIndexes(Connection connection, Inventory found) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(INDEXES)) {
            while (rows.next()) {
                found.goes(
                        Kind.INDEX,
                        TableShape.quoted(rows.getString(1)) + "." + TableShape.quoted(rows.getString(2)),
                        "on " + rows.getString(3) + ", " + Inventory.size(rows.getLong(4)));
            }
        }
    }

    /**
     * Writes the ledger to the archive and drops it, in one transaction that keeps everybody from writing to it: what is dropped is what was
     * archived, and nothing is dropped that was not read back from the archive.
     *
     * @return whether there was a ledger to archive
     */
    boolean dropSchema(Path archive, String environment, Instant now) {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            TargetSession.begin(connection);
            if (!exists(connection)) {
                return false;
            }
            requireOurs(connection);
            if (Ask.truth(connection, "SELECT to_regclass('changeover.target') IS NOT NULL")) {
                ledger.fence(connection);
            }
            archiveAndDrop(connection, new LedgerArchive(connection, archive, environment), now);
            return true;
        } catch (SQLException e) {
            throw Sessions.failed(
                    "schema " + SCHEMA + " could not be archived and dropped",
                    e,
                    "ALTER SCHEMA " + SCHEMA + " OWNER TO " + TableShape.quoted(target.user())
                            + ", and the same for its tables");
        }
    }

    /** The archive gets its name before the commit: whoever is killed between the two has one archive too many, and no ledger too few. */
    private static void archiveAndDrop(Connection connection, LedgerArchive archive, Instant now) throws SQLException {
        List<TableShape> tables = LedgerTables.of(connection);
        LedgerTables.lock(connection, tables);
        try (archive) {
            archive.write(tables, now);
            LedgerTables.drop(connection, tables);
            Ask.run(connection, "DROP SCHEMA " + SCHEMA + " RESTRICT");
            archive.complete();
        }
        connection.commit();
    }

    /** Drops the indexes that go, if they are still there. */
    void dropIndexes(Remains remains, Consumer<Thing> removed) {
        List<String> names = remains.names(Kind.INDEX);
        if (names.isEmpty()) {
            return;
        }
        try {
            ledger.dropIndexes(names, name -> remains.going().stream()
                    .filter(each -> each.kind() == Kind.INDEX && each.name().equals(name))
                    .forEach(removed));
        } catch (SQLException e) {
            throw Sessions.failed(
                    "sink's indexes could not all be dropped in the target",
                    e,
                    names.stream()
                            .map(name -> "DROP INDEX " + name)
                            .reduce((a, b) -> a + "; " + b)
                            .orElse(""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.INCONCLUSIVE,
                            "The sink's indexes were not all dropped",
                            "interrupted",
                            "start cleanup again: it goes on with what is left"),
                    e);
        }
    }

    private void requireOurs(Connection connection) throws SQLException {
        if (Ask.truth(connection, "SELECT to_regclass('changeover.target') IS NOT NULL")) {
            ledger.require(connection);
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        return Ask.truth(connection, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = '" + SCHEMA + "')");
    }

    private Connection open() {
        return Sessions.open("the target", target, Optional.of("--without-target"));
    }
}
