package dev.changeover.sink.baseline;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.rules.Identity;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.OperatorTransaction;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.target.TargetPreparation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Says before the first write that a target user is somebody's own, or whose copy it is. Each change is one transaction in which no sink
 * writes: a batch under way is waited for, and what it wrote counts. Confined to one thread.
 */
public final class BaselineChange {
    private final TargetDatabase target;
    private final String environment;

    public BaselineChange(TargetDatabase target, String environment) {
        this.target = requireNonNull(target, "target");
        this.environment = requireNonNull(environment, "environment");
    }

    /**
     * Takes the baseline as the first run would, unless it is taken.
     *
     * @throws ProblemException if the target is not fit for a run, or V1 cannot be read
     */
    public void ensureTaken(DatabaseAddress v1) {
        try {
            TargetPreparation.takeBaseline(target, environment, v1);
        } catch (SQLException e) {
            throw refused(
                    "The baseline could not be taken",
                    "the target refuses it (SQLSTATE " + e.getSQLState() + ")",
                    "look after the target and start the command again");
        }
    }

    /**
     * Nobody replaces the target users with this email any more. Does nothing for one that is protected already.
     *
     * @throws ProblemException if there is none, or the first write has been
     */
    public Protection protect(String email) {
        return OperatorTransaction.run(target, environment, OperatorTransaction.Beside.NOBODY, connection -> {
            List<TargetHolder> holders = holders(connection, email);
            List<Long> stale = holders.stream()
                    .filter(TargetHolder::stale)
                    .map(TargetHolder::id)
                    .toList();
            update(
                    connection,
                    "UPDATE changeover.baseline_user SET class = 'protected' WHERE target_user_id = ANY (?)",
                    stale);
            List<Long> v1Users = ids(
                    connection,
                    "DELETE FROM changeover.pairing WHERE target_user_id = ANY (?) RETURNING v1_user_id",
                    stale);
            makeDue(connection, v1Users);
            return new Protection(holders.stream().map(TargetHolder::id).toList(), v1Users);
        });
    }

    /**
     * What {@link #pair} would do now.
     *
     * @throws ProblemException as that
     */
    public Pairing preview(String v1Email, String targetEmail) {
        return OperatorTransaction.run(
                target,
                environment,
                OperatorTransaction.Beside.SINKS,
                connection -> pairing(connection, v1Email, targetEmail));
    }

    /**
     * Lets a V1 user replace a target user of whatever email, protected or not.
     *
     * @throws ProblemException if one of the two is not known, not unique, or its first write has been
     */
    public Pairing pair(String v1Email, String targetEmail) {
        return OperatorTransaction.run(target, environment, OperatorTransaction.Beside.NOBODY, connection -> {
            Pairing pairing = pairing(connection, v1Email, targetEmail);
            List<Long> one = List.of(pairing.targetUser());
            update(connection, "DELETE FROM changeover.pairing WHERE target_user_id = ANY (?)", one);
            update(connection, "DELETE FROM changeover.pairing WHERE v1_user_id = ANY (?)", pairing.v1Users());
            update(
                    connection,
                    "UPDATE changeover.baseline_user SET class = 'stale' WHERE target_user_id = ANY (?)",
                    one);
            update(
                    connection,
                    "INSERT INTO changeover.pairing (v1_user_id, target_user_id) SELECT v.id, " + pairing.targetUser()
                            + " FROM unnest(?) AS v(id)",
                    pairing.v1Users());
            makeDue(connection, pairing.v1Users());
            makeDue(connection, pairing.former());
            return pairing;
        });
    }

    private static Pairing pairing(Connection connection, String v1Email, String targetEmail) throws SQLException {
        List<TargetHolder> holders = holders(connection, targetEmail);
        if (holders.size() > 1) {
            throw refused(
                    "Several users of the target have that email",
                    "their ids are " + holders.stream().map(TargetHolder::id).toList()
                            + ", and only one can be replaced",
                    "leave the email to one of them in the target, and start the command again");
        }
        TargetHolder holder = holders.get(0);
        if (!holder.inBaseline()) {
            throw refused(
                    "User " + holder.id() + " of the target came after the baseline",
                    "only users whom the baseline knows can be replaced",
                    "leave it: it is protected");
        }
        List<Long> v1Users = v1Users(connection, v1Email);
        for (TargetHolder other : TargetHolder.of(connection, v1Email)) {
            if (other.id() != holder.id() && !other.made()) {
                throw refused(
                        "The V1 user's email belongs to another user of the target, " + other.id(),
                        "the V1 user could not be written with it, whichever user it replaces",
                        "free the email in the target first, or pair the V1 user with that one");
            }
        }
        List<Long> former = new ArrayList<>(ids(
                connection,
                "SELECT v1_user_id FROM changeover.pairing WHERE target_user_id = ANY (?) ORDER BY 1",
                List.of(holder.id())));
        former.removeAll(v1Users);
        return new Pairing(holder.id(), v1Users, !holder.stale(), former);
    }

    private static List<Long> v1Users(Connection connection, String email) throws SQLException {
        List<Long> users = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT v1_user_id,"
                + " target_user_id IS NOT NULL OR replaced_user_id IS NOT NULL FROM changeover.v1_user"
                + " WHERE identity = ? ORDER BY v1_user_id FOR UPDATE")) {
            select.setString(1, Identity.of(email).orElse(""));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean(2)) {
                        throw firstWriteHasBeen("V1 user " + row.getLong(1) + " is in the target already");
                    }
                    users.add(row.getLong(1));
                }
            }
        }
        if (users.isEmpty()) {
            throw refused(
                    "The ledger knows no V1 user with that email",
                    "V1 has none, or has it only since the last run",
                    "check the spelling, or run ./changeover migrate --limit 1 first");
        }
        return users;
    }

    private static List<TargetHolder> holders(Connection connection, String email) throws SQLException {
        List<TargetHolder> holders = TargetHolder.of(connection, email);
        if (holders.isEmpty()) {
            throw refused(
                    "No user of the target has that email",
                    "emails are compared in lower case, and otherwise exactly",
                    "check the spelling");
        }
        for (TargetHolder holder : holders) {
            if (holder.made()) {
                throw firstWriteHasBeen("User " + holder.id() + " of the target was made by the migration");
            }
        }
        return holders;
    }

    /** An attempt under the new baseline, for users who were refused under the old one. */
    private static void makeDue(Connection connection, Collection<Long> v1Users) throws SQLException {
        update(
                connection,
                "UPDATE changeover.quarantine SET next_attempt_at = now() WHERE kind = 'user' AND v1_user_id = ANY (?)",
                v1Users);
    }

    private static void update(Connection connection, String sql, Collection<Long> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("int8", ids.toArray()));
            statement.executeUpdate();
        }
    }

    private static List<Long> ids(Connection connection, String sql, Collection<Long> parameter) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("int8", parameter.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        return ids;
    }

    private static ProblemException firstWriteHasBeen(String what) {
        return refused(
                what,
                "the baseline can be changed only before a user's first write",
                "take the user back first, with rollback --user, or leave it");
    }

    private static ProblemException refused(String what, String why, String remedy) {
        return new ProblemException(new Problem(Problem.Kind.REFUSED, what, why, remedy));
    }
}
