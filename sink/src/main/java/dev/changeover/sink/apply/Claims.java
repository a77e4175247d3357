package dev.changeover.sink.apply;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.rules.Identity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Claims identities for the users of a batch, and locks the users until the transaction ends.
 *
 * <p>Only a claim that changes needs the identity's own lock (advisory, in a fixed order, before any row): two documents that
 * claim one identity for the first time would not see each other otherwise.
 */
final class Claims {
    private static final int EMAIL = MigrationPlan.table(MigrationPlan.USERS).targetIndex("email");

    private final Connection connection;
    private final Ledger ledger;

    Claims(Connection connection) {
        this.connection = connection;
        this.ledger = new Ledger(connection);
    }

    /**
     * The users of the batch as they stand now that their claims are made.
     *
     * @param users by id; locked
     * @param doubled users of the batch whose identity another user claims too
     * @param changed users of the batch whose claim is another than before
     */
    record Made(Map<Long, LedgerUser> users, Set<Long> doubled, Set<Long> changed) {
        LedgerUser user(long id) {
            return Objects.requireNonNull(users.get(id), "a user of the batch is in the ledger");
        }
    }

    Made make(Collection<Delivery> deliveries, Map<Long, LedgerUser> seen) throws SQLException {
        List<Long> ids = deliveries.stream().map(Delivery::userId).sorted().toList();
        Map<Long, String> claims = new HashMap<>();
        Set<String> disputed = new TreeSet<>();
        Set<Long> changed = new HashSet<>();
        for (Delivery delivery : deliveries) {
            LedgerUser before = seen.get(delivery.userId());
            String old = before == null ? null : before.identity();
            String claimed = claimOf(delivery.document(), old);
            if (claimed != null) {
                claims.put(delivery.userId(), claimed);
            }
            if (!Objects.equals(old, claimed)) {
                changed.add(delivery.userId());
                addIfPresent(disputed, old);
                addIfPresent(disputed, claimed);
            }
        }
        lockIdentities(disputed);
        ledger.enter(ids.stream().filter(id -> !seen.containsKey(id)).toList());
        Map<Long, LedgerUser> locked = ledger.lock(ids, disputed);
        requireUnchanged(ids, seen, locked);
        Map<Long, LedgerUser> users = new HashMap<>();
        ids.forEach(id -> users.put(id, Objects.requireNonNull(locked.get(id)).claiming(claims.get(id))));
        if (!changed.isEmpty()) {
            ledger.claim(changed.stream()
                    .map(id -> Objects.requireNonNull(users.get(id)))
                    .toList());
        }
        Map<String, Set<Long>> claimants = doubledClaims(claims.values());
        Set<Long> doubled = new HashSet<>();
        claims.forEach((id, identity) -> {
            if (claimants.containsKey(identity)) {
                doubled.add(id);
            }
        });
        new Rivals(connection).settle(users.keySet(), locked.values(), claimants, disputed);
        return new Made(users, doubled, changed);
    }

    private static @Nullable String claimOf(UserDocument document, @Nullable String before) {
        if (document instanceof UserDocument.Present present) {
            return Identity.of(present.userRow().values().get(EMAIL)).orElse(null);
        }
        if (document instanceof UserDocument.Withheld withheld) {
            return withheld.email() == null // what cannot be read changes no claim
                    ? before
                    : Identity.of(withheld.email()).orElse(null);
        }
        return null;
    }

    private void lockIdentities(Collection<String> identities) throws SQLException {
        if (!identities.isEmpty()) {
            Sql.of(
                            connection,
                            "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(identity, 1) AS key"
                                    + " FROM unnest(?::text[]) AS v(identity) ORDER BY 1) AS keys")
                    .texts(identities)
                    .list(row -> true);
        }
    }

    /** What was read without a lock decided which identities to lock; somebody may have been faster. */
    private static void requireUnchanged(List<Long> ids, Map<Long, LedgerUser> seen, Map<Long, LedgerUser> locked)
            throws SQLException {
        for (long id : ids) {
            LedgerUser before = seen.getOrDefault(id, LedgerUser.unknown(id));
            if (!before.equals(locked.get(id))) {
                throw new SQLTransactionRollbackException("A user changed while its batch began", "40001");
            }
        }
    }

    private Map<String, Set<Long>> doubledClaims(Collection<String> identities) throws SQLException {
        Map<String, Set<Long>> claimants = new HashMap<>();
        Sql.of(
                        connection,
                        "SELECT identity, v1_user_id FROM changeover.v1_user WHERE identity = ANY (?) ORDER BY v1_user_id")
                .texts(new ArrayList<>(new TreeSet<>(identities)))
                .list(row -> claimants
                        .computeIfAbsent(row.getString(1), identity -> new TreeSet<>())
                        .add(row.getLong(2)));
        claimants.values().removeIf(ids -> ids.size() < 2);
        return claimants;
    }

    private static void addIfPresent(Set<String> identities, @Nullable String identity) {
        if (identity != null) {
            identities.add(identity);
        }
    }
}
