package dev.changeover.cutover.replay;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.ReplayRequest;
import dev.changeover.contract.rules.Identity;
import dev.changeover.contract.rules.IdentityHash;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.database.DatabaseProblems;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds users by what the target's ledger knows of them, so that V1 need not be there. */
public final class LedgerUsers {
    private static final String MADE = "SELECT to_regclass('changeover.target') IS NOT NULL";
    private static final String FOUND = "SELECT v1_user_id, identity, outcome FROM changeover.v1_user"
            + " WHERE identity = ANY (?) ORDER BY v1_user_id";

    private static final String LEFT_ALONE =
            "SELECT v1_user_id FROM changeover.v1_user WHERE outcome IN ('undone', 'skipped')";
    private static final String NAMES = "SELECT v1_user_id, identity FROM changeover.v1_user"
            + " WHERE v1_user_id = ANY (?) AND identity IS NOT NULL";

    private LedgerUsers() {}

    /**
     * Whom a replay is about.
     *
     * @param undone those named who were undone, by V1 id: a replay of them is a decision
     */
    public record Chosen(ReplayRequest request, List<Long> undone) {
        public Chosen {
            requireNonNull(request, "request");
            undone = List.copyOf(undone);
        }
    }

    /**
     * What to ask for.
     *
     * @param emails empty means everybody
     * @throws ProblemException when nothing was migrated yet, or an email belongs to no user that the ledger knows
     */
    public static Chosen choose(DatabaseAddress target, Collection<String> emails) {
        Set<String> identities =
                emails.stream().flatMap(email -> Identity.of(email).stream()).collect(Collectors.toSet());
        try (Connection connection = open(target)) {
            requireLedger(connection);
            if (emails.isEmpty()) {
                return new Chosen(ReplayRequest.ofEverybody(), List.of());
            }
            List<Long> users = new ArrayList<>();
            List<Long> undone = new ArrayList<>();
            Set<String> unknown = new HashSet<>(identities);
            try (PreparedStatement statement = connection.prepareStatement(FOUND)) {
                statement.setArray(1, connection.createArrayOf("text", identities.toArray()));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        users.add(row.getLong(1));
                        unknown.remove(row.getString(2));
                        if (row.getString(3).equals("undone")) {
                            undone.add(row.getLong(1));
                        }
                    }
                }
            }
            if (!unknown.isEmpty() || users.isEmpty()) {
                throw refused(
                        Math.max(1, unknown.size()) + " of the " + emails.size() + " given emails belong to no user",
                        "the ledger knows nobody of that name",
                        "check the spelling; a user that V1 has only since is migrated by sync or migrate");
            }
            return new Chosen(ReplayRequest.of(users), undone);
        } catch (SQLException e) {
            throw DatabaseProblems.readingLedger(target, e);
        }
    }

    /** V1 users that the sink leaves alone whatever their documents say, but for a deletion: undone, or without a usable email. */
    public static Set<Long> leftAlone(DatabaseAddress target) {
        try (Connection connection = open(target);
                PreparedStatement statement = connection.prepareStatement(LEFT_ALONE);
                ResultSet row = statement.executeQuery()) {
            Set<Long> users = new HashSet<>();
            while (row.next()) {
                users.add(row.getLong(1));
            }
            return users;
        } catch (SQLException e) {
            throw DatabaseProblems.readingLedger(target, e);
        }
    }

    /** Hashes of the identities of V1 users, of those who have one. */
    public static Map<Long, String> names(DatabaseAddress target, Collection<Long> users) {
        try (Connection connection = open(target);
                PreparedStatement statement = connection.prepareStatement(NAMES)) {
            statement.setArray(1, connection.createArrayOf("int8", users.toArray()));
            Map<Long, String> names = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.put(row.getLong(1), IdentityHash.of(row.getString(2)));
                }
            }
            return names;
        } catch (SQLException e) {
            throw DatabaseProblems.readingLedger(target, e);
        }
    }

    private static Connection open(DatabaseAddress target) {
        try {
            return DriverManager.getConnection(target.jdbcUrl(), target.properties());
        } catch (SQLException e) {
            throw DatabaseProblems.connecting("the target", target, e);
        }
    }

    private static void requireLedger(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MADE);
                ResultSet row = statement.executeQuery()) {
            if (!row.next() || !row.getBoolean(1)) {
                throw refused(
                        "There is nothing to replay",
                        "the target has no ledger: nobody was migrated yet",
                        "run migrate first, or check that the URL names the right target");
            }
        }
    }

    private static ProblemException refused(String what, String why, String remedy) {
        return new ProblemException(new Problem(Problem.Kind.REFUSED, what, why, remedy));
    }
}
