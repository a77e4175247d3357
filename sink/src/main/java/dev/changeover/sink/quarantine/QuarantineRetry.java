package dev.changeover.sink.quarantine;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.sink.target.OperatorTransaction;
import dev.changeover.sink.target.TargetDatabase;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of the quarantine due, so that whichever sink runs tries them now, and tells how that ended. What was decided is in the
 * ledger: killed in between, the next sink goes on. Confined to one thread.
 */
public final class QuarantineRetry {
    private final TargetDatabase target;
    private final String environment;

    public QuarantineRetry(TargetDatabase target, String environment) {
        this.target = requireNonNull(target, "target");
        this.environment = requireNonNull(environment, "environment");
    }

    /**
     * What was made due.
     *
     * @param at by the target's clock; an attempt since then is later
     * @param users V1 ids, ascending
     */
    public record Due(OffsetDateTime at, List<Long> users) {
        public Due {
            requireNonNull(at, "at");
            users = List.copyOf(users);
        }
    }

    /**
     * Makes the chosen entries due. An entry that was decided for V2 is not chosen again unless a side is named.
     *
     * @throws dev.changeover.contract.stage.ProblemException if the ledger cannot be changed
     */
    public Due makeDue(RetryChoice choice) {
        return OperatorTransaction.run(target, environment, OperatorTransaction.Beside.SINKS, connection -> {
            Set<Long> users = new TreeSet<>();
            if (choice.take().isPresent()) {
                holdUsers(connection, choice);
            }
            try (PreparedStatement update = connection.prepareStatement(sql(choice))) {
                Array ids = array(connection, choice.users());
                @Nullable
                String reason = choice.reason().map(QuarantineReason::code).orElse(null);
                int place = 1;
                update.setArray(place++, ids);
                update.setArray(place++, ids);
                update.setString(place++, reason);
                update.setString(place++, reason);
                if (choice.take().isPresent()) {
                    update.setString(place, choice.take().get() == RetryChoice.Side.V1 ? "v1" : "v2");
                }
                try (ResultSet row = update.executeQuery()) {
                    while (row.next()) {
                        users.add(row.getLong(1));
                    }
                }
                ids.free();
            }
            return new Due(now(connection), new ArrayList<>(users));
        });
    }

    /** A sink that is busy with one of them has read what was decided before, and would overwrite the decision: it comes first. */
    private static void holdUsers(Connection connection, RetryChoice choice) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT u.v1_user_id FROM changeover.v1_user AS u"
                + " WHERE EXISTS (SELECT FROM changeover.quarantine AS q WHERE q.v1_user_id = u.v1_user_id"
                + " AND q.kind = 'row') AND (cardinality(?::bigint[]) = 0 OR u.v1_user_id = ANY (?))"
                + " ORDER BY u.v1_user_id FOR UPDATE OF u")) {
            Array ids = array(connection, choice.users());
            lock.setArray(1, ids);
            lock.setArray(2, ids);
            lock.execute();
            ids.free();
        }
    }

    private static String sql(RetryChoice choice) {
        boolean decides = choice.take().isPresent();
        String open = decides
                ? "kind = 'row' AND reason = '" + QuarantineReason.CHANGED_IN_V2.code() + "'"
                : "take IS DISTINCT FROM 'v2'";
        return "WITH chosen AS (SELECT v1_user_id, table_name, v1_id FROM changeover.quarantine"
                + " WHERE (cardinality(?::bigint[]) = 0 OR v1_user_id = ANY (?)) AND (?::text IS NULL OR reason = ?)"
                + " AND " + open + " ORDER BY v1_user_id, table_name, v1_id FOR UPDATE)"
                + " UPDATE changeover.quarantine AS q SET next_attempt_at = now()"
                + (decides ? ", take = ?, taken_hash = NULL" : "")
                + " FROM chosen WHERE (q.v1_user_id, q.table_name, q.v1_id)"
                + " = (chosen.v1_user_id, chosen.table_name, chosen.v1_id) RETURNING q.v1_user_id";
    }

    /** How these users stand now, by id. */
    public List<TriedUser> look(Due due) {
        return OperatorTransaction.run(target, environment, OperatorTransaction.Beside.SINKS, connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT u.v1_user_id, coalesce(u.applied_at > ?, false),"
                            + " array_agg(DISTINCT q.reason) FILTER (WHERE q.reason <> '' AND q.take IS DISTINCT FROM 'v2'),"
                            + " count(*) FILTER (WHERE q.take = 'v2') FROM changeover.v1_user AS u"
                            + " LEFT JOIN changeover.quarantine AS q USING (v1_user_id)"
                            + " WHERE u.v1_user_id = ANY (?) GROUP BY u.v1_user_id ORDER BY u.v1_user_id")) {
                Array ids = array(connection, due.users());
                select.setObject(1, due.at());
                select.setArray(2, ids);
                List<TriedUser> users = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        users.add(new TriedUser(
                                row.getLong(1), row.getBoolean(2), reasons(row.getArray(3)), row.getLong(4)));
                    }
                }
                ids.free();
                return users;
            }
        });
    }

    /** Makes users due again that no sink has come to: one that was busy with them at that moment put them off. */
    public void remind(Collection<Long> users) {
        OperatorTransaction.run(target, environment, OperatorTransaction.Beside.SINKS, connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE changeover.quarantine SET next_attempt_at = now()"
                            + " WHERE (v1_user_id, table_name, v1_id) IN (SELECT v1_user_id, table_name, v1_id"
                            + " FROM changeover.quarantine WHERE v1_user_id = ANY (?)"
                            + " ORDER BY v1_user_id, table_name, v1_id FOR UPDATE)")) {
                Array ids = array(connection, users);
                update.setArray(1, ids);
                int entries = update.executeUpdate();
                ids.free();
                return entries;
            }
        });
    }

    private static Set<QuarantineReason> reasons(@Nullable Array codes) throws SQLException {
        return codes == null
                ? Set.of()
                : Stream.of((String[]) codes.getArray())
                        .map(QuarantineReason::ofCode)
                        .collect(Collectors.toSet());
    }

    private static OffsetDateTime now(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT now()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class);
        }
    }

    private static Array array(Connection connection, Collection<Long> ids) throws SQLException {
        return connection.createArrayOf("int8", ids.toArray());
    }
}
