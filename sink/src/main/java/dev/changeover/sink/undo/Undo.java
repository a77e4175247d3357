package dev.changeover.sink.undo;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.rules.Identity;
import dev.changeover.sink.apply.Sql;
import dev.changeover.sink.apply.SqlFailure;
import dev.changeover.sink.apply.TargetUsers;
import dev.changeover.sink.target.Epoch;
import dev.changeover.sink.target.TargetDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts migrated users back to what they were before, ids included: some, or all. Nobody else's rows change.
 *
 * <p>Some users at a time are one transaction; one that cannot be put back stays as it is, alone. Killed in between, whoever is not
 * undone yet is migrated still, and a second run finishes. A sink may run meanwhile: both lock the ledger's entry of a user first, and
 * the sink leaves an undone user alone. Safe for any thread.
 */
public final class Undo {
    static final String EMAIL_TAKEN = "its email before the migration belongs to another user of the target now";

    static final String MIGRATED_LATER =
            "it was migrated after the list was made, and rows came later that nobody was shown; start again";

    private static final Logger LOG = LoggerFactory.getLogger(Undo.class);
    private static final int USERS_PER_TRANSACTION = 100;
    private static final int MAX_COLLISIONS = 10;

    private final TargetDatabase database;
    private final int usersPerTransaction;

    public Undo(TargetDatabase database) {
        this(database, USERS_PER_TRANSACTION);
    }

    Undo(TargetDatabase database, int usersPerTransaction) {
        this.database = requireNonNull(database, "database");
        this.usersPerTransaction = usersPerTransaction;
    }

    /** What undoing the users with these emails, in any spelling, would do. Reads only. */
    public UndoPlan of(List<String> emails) throws SQLException {
        try (Connection connection = begin()) {
            List<Integer> unknown = new ArrayList<>();
            Set<Long> ids = new TreeSet<>();
            Set<Long> undone = new TreeSet<>();
            for (int i = 0; i < emails.size(); i++) {
                Map<Long, String> claimants = claimants(connection, emails.get(i));
                claimants.values().removeIf(outcome -> !outcome.equals("migrated") && !outcome.equals("undone"));
                if (claimants.isEmpty()) {
                    unknown.add(i + 1);
                }
                claimants.forEach((id, outcome) -> (outcome.equals("undone") ? undone : ids).add(id));
            }
            return plan(connection, new ArrayList<>(ids), undone.size(), unknown);
        }
    }

    /** What undoing every migrated user would do. Reads only. */
    public UndoPlan ofAll() throws SQLException {
        try (Connection connection = begin()) {
            List<Long> ids = Sql.of(
                            connection,
                            "SELECT v1_user_id FROM changeover.v1_user WHERE target_user_id IS NOT NULL ORDER BY v1_user_id")
                    .ids();
            int undone = Math.toIntExact(
                    Sql.of(connection, "SELECT count(*) FROM changeover.v1_user WHERE outcome = 'undone'")
                            .ids()
                            .get(0));
            return plan(connection, ids, undone, List.of());
        }
    }

    private static Map<Long, String> claimants(Connection connection, String email) throws SQLException {
        Map<Long, String> claimants = new TreeMap<>();
        Sql.of(
                        connection,
                        "SELECT v1_user_id, CASE WHEN target_user_id IS NULL THEN outcome ELSE 'migrated' END"
                                + " FROM changeover.v1_user WHERE identity = ?")
                .with(Identity.of(email).orElse(null))
                .list(row -> claimants.put(row.getLong(1), row.getString(2)));
        return claimants;
    }

    private UndoPlan plan(Connection connection, List<Long> ids, int undone, List<Integer> unknown)
            throws SQLException {
        List<UndoUser> users = new ArrayList<>();
        for (List<Long> some : portions(ids, usersPerTransaction)) {
            users.addAll(UndoLook.at(connection, some));
        }
        Map<String, Long> identities = new TreeMap<>();
        for (List<UndoUser> some : portions(users, usersPerTransaction)) {
            identities.putAll(new BeforeImages(connection, readable(some)).identities());
        }
        Set<Long> leaving = users.stream().map(UndoUser::targetUserId).collect(Collectors.toSet());
        Set<Long> taken = new HashSet<>();
        new TargetUsers(connection).holders(identities.keySet()).forEach((identity, holders) -> {
            if (holders.stream().anyMatch(holder -> !leaving.contains(holder.targetUserId()))) {
                taken.add(requireNonNull(identities.get(identity)));
            }
        });
        return new UndoPlan(
                users.stream()
                        .map(user -> taken.contains(user.v1UserId()) ? user.withObstacle(EMAIL_TAKEN) : user)
                        .toList(),
                undone,
                unknown);
    }

    private static List<UndoUser> readable(List<UndoUser> users) {
        return users.stream().filter(user -> user.obstacle() == null).toList();
    }

    /** Raises the epoch in a transaction of its own, so that running sinks stop; answers the new one. */
    public long stopSinks() throws SQLException {
        try (Connection connection = begin()) {
            long epoch = Epoch.raise(connection);
            connection.commit();
            return epoch;
        }
    }

    /**
     * The list and whoever was migrated after it was made, as a sink may do until {@link #stopSinks} returns. Newcomers on whom rows came
     * later were shown to nobody and stay, with that as their obstacle. Reads only.
     */
    public UndoPlan withNewcomers(UndoPlan listed) throws SQLException {
        Set<Long> known = listed.users().stream().map(UndoUser::v1UserId).collect(Collectors.toSet());
        List<UndoUser> users = new ArrayList<>(listed.users());
        for (UndoUser user : ofAll().users()) {
            if (!known.contains(user.v1UserId())) {
                users.add(
                        user.obstacle() == null && !user.later().isEmpty() ? user.withObstacle(MIGRATED_LATER) : user);
            }
        }
        users.sort(Comparator.comparingLong(UndoUser::v1UserId));
        return new UndoPlan(users, listed.alreadyUndone(), listed.unknown());
    }

    /** The epoch as of now; when somebody raises it, {@link #run} stops. */
    public long epoch() throws SQLException {
        try (Connection connection = begin()) {
            return Epoch.current(connection);
        }
    }

    /**
     * Undoes what the plan says of users without an obstacle.
     *
     * @param acceptLoss whether users go on whom rows hang that nobody can be given
     * @param progress told after each transaction how many users it undid
     * @throws SQLException if the target is away: users that are undone stay undone, and a second run finishes
     */
    public UndoResult run(UndoPlan plan, long epoch, boolean acceptLoss, IntConsumer progress) throws SQLException {
        UndoResult result = UndoResult.NOTHING;
        List<UndoUser> willing = new ArrayList<>();
        for (UndoUser user : plan.users()) {
            if (user.obstacle() != null) {
                result = result.and(UndoResult.refusal(user.v1UserId(), user.obstacle()));
            } else if (user.losesRows() && !acceptLoss) {
                result = result.and(UndoResult.refusal(
                        user.v1UserId(), "rows of V2's own reference it, and nobody is there to give them to"));
            } else {
                willing.add(user);
            }
        }
        UndoResult done = UndoResult.NOTHING;
        for (List<UndoUser> some : portions(willing, usersPerTransaction)) {
            done = done.and(undo(some, epoch, progress));
        }
        return result.and(again(willing, done, epoch, progress));
    }

    /** Users that handed emails or tokens on to each other stand in each other's way unless the others are undone, or go with them. */
    private UndoResult again(List<UndoUser> users, UndoResult first, long epoch, IntConsumer progress)
            throws SQLException {
        UndoResult done = first;
        int refusedBefore = Integer.MAX_VALUE;
        while (users.size() > 1 && !done.refused().isEmpty() && done.refused().size() < refusedBefore) {
            refusedBefore = done.refused().size();
            Map<Long, String> refused = done.refused();
            done = new UndoResult(done.restored(), done.removed(), done.rowsRemoved(), done.rowsRestored(), Map.of());
            List<UndoUser> rest = users.stream()
                    .filter(user -> refused.containsKey(user.v1UserId()))
                    .toList();
            for (List<UndoUser> some : portions(rest, USERS_PER_TRANSACTION)) {
                done = done.and(undo(some, epoch, progress));
            }
        }
        return done;
    }

    /** One transaction, or, if the target refuses it, two of half as many users. */
    private UndoResult undo(List<UndoUser> users, long epoch, IntConsumer progress) throws SQLException {
        String obstacle;
        try {
            UndoResult result = withoutCollision(users, epoch);
            progress.accept(result.restored() + result.removed());
            return result;
        } catch (Obstacle e) {
            obstacle = String.valueOf(e.getMessage());
        }
        if (users.size() == 1) {
            LOG.atWarn()
                    .addKeyValue("user", users.get(0).v1UserId())
                    .addKeyValue("reason", obstacle)
                    .log("user not undone");
            return UndoResult.refusal(users.get(0).v1UserId(), obstacle);
        }
        int half = users.size() / 2;
        return undo(users.subList(0, half), epoch, progress)
                .and(undo(users.subList(half, users.size()), epoch, progress));
    }

    private UndoResult withoutCollision(List<UndoUser> users, long epoch) throws SQLException, Obstacle {
        for (int collisions = 0; ; collisions++) {
            try (Connection connection = database.connection()) {
                UndoResult result = new UndoTransaction(connection, epoch).undo(users);
                connection.commit();
                LOG.atInfo()
                        .addKeyValue("restored", result.restored())
                        .addKeyValue("removed", result.removed())
                        .log("users undone");
                return result;
            } catch (SQLException e) {
                SqlFailure failure = SqlFailure.of(e);
                if (failure instanceof SqlFailure.Refusal refusal) {
                    throw new Obstacle("the target refuses it (" + refusal.detail() + ")");
                }
                if (!isPassing(failure) || collisions >= MAX_COLLISIONS) {
                    throw e;
                }
            }
        }
    }

    private static boolean isPassing(SqlFailure failure) {
        return failure instanceof SqlFailure.Collision || failure instanceof SqlFailure.Overlong;
    }

    private Connection begin() throws SQLException {
        Connection connection = database.connection();
        try {
            TargetDatabase.begin(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static <T> List<List<T>> portions(List<T> all, int size) {
        List<List<T>> portions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            portions.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return portions;
    }
}
