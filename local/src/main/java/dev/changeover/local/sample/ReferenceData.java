package dev.changeover.local.sample;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The sample that demonstration, tests and benchmarks share: the same rows for the same seed and size, down to the byte.
 * About 20 rows a V1 user. Both databases have their tables already, and are filled at the same time.
 */
public final class ReferenceData {
    private static final long SEED = 4_928;

    private ReferenceData() {}

    /**
     * What was written.
     *
     * @param v1 rows of all tables of V1, drills included
     * @param v2 likewise of V2
     */
    public record LoadedRows(long v1, long v2) {}

    public static LoadedRows load(DatabaseAddress v1, DatabaseAddress v2, ReferenceSize size) {
        return load(v1, v2, size, SEED);
    }

    /**
     * Fills both databases, each in one transaction.
     *
     * @param seed decides everything that the size leaves open
     * @throws ProblemException if one of them has users already
     */
    public static LoadedRows load(DatabaseAddress v1, DatabaseAddress v2, ReferenceSize size, long seed) {
        CompletableFuture<Long> rowsOfV1 = CompletableFuture.supplyAsync(() -> fill(v1, size, seed, World.V1));
        long rowsOfV2 = fill(v2, size, seed, World.V2);
        try {
            return new LoadedRows(rowsOfV1.join(), rowsOfV2);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static long fill(DatabaseAddress address, ReferenceSize size, long seed, World world) {
        try (Connection connection = DriverManager.getConnection(address.jdbcUrl(), address.properties())) {
            requireEmpty(connection, address);
            connection.setAutoCommit(false);
            DatabaseCopy database = new DatabaseCopy(connection, world);
            SampleCatalogue catalogue = new SampleCatalogue();
            new CatalogueWriter(database).write(catalogue);
            Population population = new Population(size, seed);
            SampleUsers users = new SampleUsers(seed, population, catalogue);
            UserWriter writer = new UserWriter(database);
            if (world == World.V1) {
                fillV1(database, writer, population, users);
            } else {
                fillV2(database, writer, population, users);
            }
            Orphans.rows(catalogue).forEach(writer::writeOrphan);
            return database.finish();
        } catch (SQLException e) {
            throw new IllegalStateException("The sample could not be written to " + address, e);
        }
    }

    private static void fillV1(DatabaseCopy database, UserWriter writer, Population population, SampleUsers users)
            throws SQLException {
        for (int number = 0; number < population.v1Users(); number++) {
            writer.write(users.apple(number), LocalDateTime.MAX);
            database.sendIfMuch();
        }
    }

    private static void fillV2(DatabaseCopy database, UserWriter writer, Population population, SampleUsers users)
            throws SQLException {
        TargetOwnRows own = new TargetOwnRows(database);
        own.writeShared();
        List<Population.TargetUser> targetUsers = population.targetUsers();
        for (Population.TargetUser each : targetUsers) {
            boolean isStale = each.origin() == Population.Origin.STALE;
            int number = each.number();
            SampleUser user =
                    isStale ? users.stale(number) : users.android(number, each.origin() == Population.Origin.ANDROID);
            long id = writer.write(user, isStale ? SampleUsers.COPY_DAY : LocalDateTime.MAX);
            own.write(id, users.random(id), !isStale);
            if (isStale && SampleUsers.isSignedUpOnAndroidToo(number)) {
                own.writeLaterSessions(id);
            }
            database.sendIfMuch();
        }
    }

    private static void requireEmpty(Connection connection, DatabaseAddress address) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT EXISTS (SELECT FROM users)")) {
            found.next();
            if (found.getBoolean(1)) {
                throw new ProblemException(new Problem(
                        Problem.Kind.REFUSED,
                        "The sample is not written to " + address,
                        "it has users already",
                        "give an empty database with the application's tables"));
            }
        }
    }
}
