package dev.changeover.sink;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.rules.Identity;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.UnknownUsers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/** Resolves a selection to V1 ids, once, by reading V1's emails in id order. */
public final class SelectedUsers {
    private static final int FETCH_ROWS = 5_000;

    private SelectedUsers() {}

    /** Takes the eligible users in id order, until it wants no more. */
    @FunctionalInterface
    private interface Eligible {
        boolean wantsMoreAfter(long id, String identity);
    }

    /**
     * Looks for the users that are selected by email; of another selection nothing is asked.
     *
     * @throws ProblemException when V1 has no user with one of the emails, or cannot be read
     */
    public static void require(Selection selection, DatabaseAddress v1) {
        if (selection instanceof Selection.Emails emails) {
            Set<String> unknown = new HashSet<>(emails.identities());
            read(v1, (id, identity) -> !unknown.remove(identity) || !unknown.isEmpty());
            if (!unknown.isEmpty()) {
                throw UnknownUsers.refused(unknown.size(), emails.identities().size());
            }
        }
    }

    static LongPredicate resolve(Selection selection, DatabaseAddress v1) {
        if (selection instanceof Selection.All || selection instanceof Selection.OnlyRetries) {
            return user -> true;
        }
        Set<Long> ids = new HashSet<>();
        if (selection instanceof Selection.Emails emails) {
            Set<String> wanted = emails.identities();
            read(v1, (id, identity) -> !wanted.contains(identity) || ids.add(id));
        } else if (selection instanceof Selection.Lowest lowest) {
            read(v1, (id, identity) -> ids.add(id) && ids.size() < lowest.users());
        }
        return ids::contains;
    }

    private static void read(DatabaseAddress v1, Eligible eligible) {
        try (Connection connection = DriverManager.getConnection(v1.jdbcUrl(), SourceReading.patient(v1))) {
            connection.setAutoCommit(false); // otherwise the driver reads the whole table at once
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH_ROWS);
                try (ResultSet users = statement.executeQuery("SELECT id, email FROM public.users ORDER BY id")) {
                    boolean more = true;
                    while (more && users.next()) {
                        Optional<String> identity = Identity.of(users.getString(2));
                        more = identity.isEmpty() || eligible.wantsMoreAfter(users.getLong(1), identity.get());
                    }
                }
            }
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
    }
}
