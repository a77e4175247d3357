package dev.changeover.sink.target;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** The schema {@code changeover} in the target, made and brought up to date by Flyway. */
public final class LedgerSchema {
    public static final String NAME = "changeover";

    private static final String LOCATION = "classpath:dev/changeover/sink/schema";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private LedgerSchema() {}

    /**
     * Makes or updates the schema and fills {@code plan_table}. Does nothing the second time; two sinks may call it at once.
     *
     * @throws ProblemException if the target refuses it, or a newer version has made it
     */
    public static void migrate(TargetDatabase database) throws SQLException {
        // Held over all that Flyway does, since its own lock comes only after CREATE SCHEMA, which two cannot do at
        // once.
        try (Connection connection = database.connection()) {
            try (var statement = connection.createStatement()) {
                statement.execute(SessionSettings.forLongTransaction(LIMIT));
            }
            LedgerLock.SCHEMA.hold(connection);
            runFlyway(database);
            nameTables(connection);
            connection.commit();
        }
    }

    /**
     * Changes nothing.
     *
     * @throws ProblemException if an older version has made the schema
     */
    public static void requireCurrent(TargetDatabase database) {
        try {
            if (flyway(database).info().pending().length == 0) {
                return;
            }
        } catch (FlywayException e) {
            throw refused(e, database);
        }
        throw new ProblemException(new Problem(
                Problem.Kind.REFUSED,
                "The ledger in the target (schema changeover) is of an older version of Changeover",
                "a command that only looks does not change it",
                "start a command that writes, or look with the version that made the ledger"));
    }

    private static Flyway flyway(TargetDatabase database) {
        return Flyway.configure(LedgerSchema.class.getClassLoader())
                .loggers(QuietFlywayLog.class.getName())
                .dataSource(database.dataSource())
                .schemas(NAME)
                .defaultSchema(NAME)
                .createSchemas(true)
                .locations(LOCATION)
                .load();
    }

    private static void runFlyway(TargetDatabase database) {
        try {
            flyway(database).migrate();
        } catch (FlywayValidateException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "The ledger in the target (schema changeover) is not one that this version knows",
                            "another version of Changeover made it, or somebody altered its history",
                            "run the version that made it, or discard the ledger with: DROP SCHEMA changeover CASCADE"),
                    e);
        } catch (FlywayException e) {
            throw refused(e, database);
        }
    }

    private static ProblemException refused(FlywayException failure, TargetDatabase database) {
        String user = SqlNames.quoted(database.address().user());
        String name = SqlNames.quoted(database.address().database());
        String why = "the target refuses it";
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                why = "the target refuses it (" + SqlStates.of(sql) + ")";
            }
        }
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        "Cannot make or update the ledger (schema changeover) in the target",
                        why,
                        "make sure that the user may create it: GRANT CREATE ON DATABASE " + name + " TO " + user
                                + "; and that it owns the schema changeover if that exists"),
                failure);
    }

    private static void nameTables(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO changeover.plan_table (number, name) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            for (TablePlan table : MigrationPlan.tables()) {
                insert.setInt(1, table.number());
                insert.setString(2, table.name());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (var select = connection.prepareStatement("SELECT name FROM changeover.plan_table WHERE number = ?")) {
            for (TablePlan table : MigrationPlan.tables()) {
                select.setInt(1, table.number());
                try (var answer = select.executeQuery()) {
                    if (!answer.next() || !answer.getString(1).equals(table.name())) {
                        throw new ProblemException(
                                new Problem(
                                        Problem.Kind.REFUSED,
                                        "The ledger knows table number " + table.number() + " under another name than "
                                                + table.name(),
                                        "another version of the migration plan made it",
                                        "run the version that made the ledger, or give the table a number of its own in the plan"));
                    }
                }
            }
        }
    }
}
