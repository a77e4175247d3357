package dev.changeover.sink.apply;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The V2 ids of a batch's rows and whose they are there, as far as it is known. Confined to its transaction. */
final class V2Ids {
    private static final int USERS = PlanSql.USERS.table().number();

    private final Map<RowKey, Owned> ids = new HashMap<>();

    private record Owned(long v2Id, long owner) {}

    /** Gives ids to users that have no target user: in V1's id order, and the id that it had to one that comes back. */
    static V2Ids ofUsers(Collection<UserWrite> writes, Map<RowKey, LedgerRow> entries, RowWriter writer)
            throws SQLException {
        V2Ids v2Ids = new V2Ids();
        List<RowKey> without = new ArrayList<>();
        for (UserWrite write : writes) {
            RowKey key = new RowKey(USERS, write.user().id());
            LedgerRow entry = entries.get(key);
            if (write.decision() instanceof Admission.Decision.Update update) {
                v2Ids.put(key, update.targetUserId(), key.v1Id());
            } else if (entry != null) {
                v2Ids.put(key, entry.v2Id(), key.v1Id());
            } else {
                without.add(key);
            }
        }
        without.sort(Comparator.comparingLong(RowKey::v1Id));
        List<Long> next = writer.nextIds(PlanSql.USERS, without.size());
        for (int i = 0; i < next.size(); i++) {
            v2Ids.put(without.get(i), next.get(i), without.get(i).v1Id());
        }
        return v2Ids;
    }

    void put(RowKey key, long v2Id, long owner) {
        ids.put(key, new Owned(v2Id, owner));
    }

    void addLive(Collection<LedgerRow> entries) {
        for (LedgerRow entry : entries) {
            if (entry.live()) {
                ids.putIfAbsent(entry.key(), new Owned(entry.v2Id(), entry.owner()));
            }
        }
    }

    long ofUser(long v1UserId) {
        return Objects.requireNonNull(ids.get(new RowKey(USERS, v1UserId)), "every user of the batch has an id")
                .v2Id();
    }

    /** Empty if the parent is not in V2, or is another user's there. */
    Optional<Long> ofParent(WantedRow row) {
        return Optional.ofNullable(ids.get(row.parentKey()))
                .filter(parent -> parent.owner() == row.owner())
                .map(Owned::v2Id);
    }

    /** The row with its ids; its parent must be known. */
    RowWriter.Placed place(WantedRow row, long v2Id) {
        return new RowWriter.Placed(
                row, v2Id, row.table().isRoot() ? v2Id : ofParent(row).orElseThrow());
    }
}
