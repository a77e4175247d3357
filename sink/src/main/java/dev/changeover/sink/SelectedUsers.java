package dev.changeover.sink;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.rules.Identity;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Resolves a selection to V1 ids, once, by reading V1's emails in id order. */
final class SelectedUsers {
    private static final int FETCH_ROWS = 5_000;

    private SelectedUsers() {}

    static LongPredicate resolve(Selection selection, DatabaseAddress v1) {
        if (selection instanceof Selection.All || selection instanceof Selection.OnlyRetries) {
            return user -> true;
        }
        Set<Long> ids = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(v1.jdbcUrl(), SourceReading.patient(v1))) {
            connection.setAutoCommit(false); // otherwise the driver reads the whole table at once
            collect(connection, selection, ids);
            connection.rollback();
        } catch (SQLException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "The selected users cannot be found in V1",
                            "reading its users failed with SQLSTATE " + e.getSQLState(),
                            "check V1_DATABASE_URL and the privileges of its role on users"),
                    e);
        }
        return ids::contains;
    }

    private static void collect(Connection connection, Selection selection, Set<Long> ids) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            Predicate<String> wanted = selection instanceof Selection.Emails emails
                    ? emails.emails().stream()
                            .flatMap(email -> Identity.of(email).stream())
                            .collect(Collectors.toSet())::contains
                    : identity -> true;
            int limit = selection instanceof Selection.Lowest lowest ? lowest.users() : Integer.MAX_VALUE;
            try (ResultSet users = statement.executeQuery("SELECT id, email FROM public.users ORDER BY id")) {
                while (ids.size() < limit && users.next()) {
                    if (Identity.of(users.getString(2)).filter(wanted).isPresent()) {
                        ids.add(users.getLong(1));
                    }
                }
            }
        }
    }
}
