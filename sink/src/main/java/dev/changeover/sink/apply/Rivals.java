package dev.changeover.sink.apply;

import dev.changeover.contract.document.QuarantineReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a change of claims means for users outside the batch: a migrated rival of a new claim is quarantined and stays as it
 * is; a user that is the only claimant left is due for another attempt.
 */
final class Rivals {
    private final Connection connection;

    Rivals(Connection connection) {
        this.connection = connection;
    }

    void settle(Set<Long> batch, Collection<LedgerUser> locked, Map<String, Set<Long>> doubled, Set<String> disputed)
            throws SQLException {
        List<LedgerUser> rivals = new ArrayList<>();
        for (LedgerUser user : locked) {
            if (!batch.contains(user.id())
                    && user.identity() != null
                    && doubled.containsKey(user.identity())
                    && user.position() != null
                    && user.outcome() != LedgerUser.Outcome.UNDONE) {
                rivals.add(user.ended(LedgerUser.Outcome.QUARANTINED, user.position()));
            }
        }
        if (!rivals.isEmpty()) {
            new Ledger(connection).end(rivals);
            new Quarantine(connection)
                    .refuse(rivals.stream()
                            .map(user -> Quarantine.Entry.of(user, QuarantineReason.DUPLICATE_EMAIL, ""))
                            .toList());
        }
        if (!disputed.isEmpty()) {
            wakeRemaining(disputed);
        }
    }

    /** A user that is the only one left to claim one of these identities is tried again. */
    void wakeRemaining(Collection<String> identities) throws SQLException {
        Sql.of(
                        connection,
                        "UPDATE changeover.quarantine SET next_attempt_at = now() WHERE kind = 'user' AND reason = ?"
                                + " AND v1_user_id IN (SELECT min(v1_user_id) FROM changeover.v1_user"
                                + " WHERE identity = ANY (?) GROUP BY identity HAVING count(*) = 1)")
                .with(QuarantineReason.DUPLICATE_EMAIL.code())
                .texts(identities)
                .update();
    }
}
