package dev.changeover.sink.apply;

import dev.changeover.contract.rules.Identity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The target's users: who has an identity, and which of them may be written. Nothing here writes.
 *
 * <p>Java decides what an identity is; the server's {@code lower()} depends on its collation. So SQL answers candidates by a key
 * that is the same for all spellings of an identity, and Java looks at those. The key leaves out every character that is not
 * ASCII, and {@code i} and {@code k}, the only ASCII letters that other characters become in lower case (the dotted capital I
 * and the Kelvin sign).
 */
public final class TargetUsers {
    /** Immutable, so that an index may be made on it: {@code CREATE INDEX … ON users ((…))}. */
    static final String IDENTITY_KEY = "regexp_replace(lower(%s COLLATE \"C\"), '[^\\x01-\\x7f]|[ik]', '', 'g')";

    private final Connection connection;

    public TargetUsers(Connection connection) {
        this.connection = connection;
    }

    /**
     * A target user with an identity that a V1 user claims.
     *
     * @param owner the V1 user for which the sink made it; null if it did not
     */
    public record Holder(
            long targetUserId, String identity, @Nullable Long owner) {}

    /** All target users that have one of these identities. */
    public Map<String, List<Holder>> holders(Set<String> identities) throws SQLException {
        Map<String, List<Holder>> holders = new HashMap<>();
        if (identities.isEmpty()) {
            return holders;
        }
        Sql.of(
                        connection,
                        "SELECT t.id, t.email, u.v1_user_id FROM public.users AS t"
                                + " LEFT JOIN changeover.v1_user AS u ON u.target_user_id = t.id"
                                + " WHERE " + IDENTITY_KEY.formatted("t.email") + " = ANY (ARRAY(SELECT DISTINCT "
                                + IDENTITY_KEY.formatted("v.identity") + " FROM unnest(?::text[]) AS v(identity)))")
                .texts(identities)
                .list(row -> {
                    Long owner = Sql.nullableLong(row, 3);
                    long id = row.getLong(1);
                    Identity.of(row.getString(2))
                            .filter(identities::contains)
                            .ifPresent(identity -> holders.computeIfAbsent(identity, each -> new ArrayList<>())
                                    .add(new Holder(id, identity, owner)));
                    return id;
                });
        return holders;
    }

    /**
     * The stale target user that each V1 user may replace, if it is still there and nobody took its place. Of several V1 users whose emails
     * differed in case alone at the baseline, one replaces it: who claims that email now, whether it is asked about here or not, or else
     * the lowest id.
     */
    Map<Long, Long> pairings(Collection<Long> v1Users) throws SQLException {
        Map<Long, Long> pairings = new HashMap<>();
        Set<Long> given = new HashSet<>();
        Sql.of(
                        connection,
                        "SELECT p.v1_user_id, p.target_user_id FROM changeover.pairing AS p"
                                + " JOIN changeover.baseline_user AS b USING (target_user_id)"
                                + " JOIN changeover.v1_user AS v ON v.v1_user_id = p.v1_user_id"
                                + " JOIN public.users AS t ON t.id = p.target_user_id"
                                + " WHERE p.v1_user_id = ANY (?) AND b.class = 'stale' AND NOT EXISTS"
                                + " (SELECT FROM changeover.v1_user AS u WHERE u.replaced_user_id = p.target_user_id)"
                                + " AND (v.identity IS NOT DISTINCT FROM b.identity OR NOT EXISTS"
                                + " (SELECT FROM changeover.pairing AS o JOIN changeover.v1_user AS k USING (v1_user_id)"
                                + " WHERE o.target_user_id = p.target_user_id AND o.v1_user_id <> p.v1_user_id"
                                + " AND k.identity = b.identity))"
                                + " ORDER BY v.identity IS DISTINCT FROM b.identity, p.v1_user_id")
                .longs(v1Users)
                .list(row -> given.add(row.getLong(2)) && pairings.put(row.getLong(1), row.getLong(2)) == null);
        return pairings;
    }

    /** Those of the target users that exist; their deletion waits until the transaction ends. */
    Set<Long> present(Collection<Long> targetUsers) throws SQLException {
        return Set.copyOf(Sql.of(connection, "SELECT id FROM public.users WHERE id = ANY (?) ORDER BY id FOR KEY SHARE")
                .longs(targetUsers)
                .ids());
    }
}
