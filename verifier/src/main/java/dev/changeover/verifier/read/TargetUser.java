package dev.changeover.verifier.read;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the target and its ledger have of one V1 user.
 *
 * @param outcome as the ledger spells it
 * @param targetUserId the V2 user that the ledger gives to it
 * @param quarantineReason why the whole user waits; null when it does not
 * @param rows the ledger's live pairs by table, in V1 id order
 * @param extras V2 ids by table of rows of this user that no pair explains
 * @param heldBack rows that wait in quarantine by themselves
 */
public record TargetUser(
        long v1UserId,
        String outcome,
        @Nullable Long targetUserId,
        @Nullable String quarantineReason,
        Map<String, List<TargetRow>> rows,
        Map<String, List<Long>> extras,
        List<Held> heldBack) {

    /** A row in quarantine. */
    public record Held(String table, long v1Id, String reason) {
        public Held {
            requireNonNull(table, "table");
            requireNonNull(reason, "reason");
        }
    }

    public TargetUser {
        requireNonNull(outcome, "outcome");
        rows = Map.copyOf(rows);
        extras = Map.copyOf(extras);
        heldBack = List.copyOf(heldBack);
    }

    /** Whether the ledger says that V2 has this user with V1's data. */
    public boolean isMigrated() {
        return outcome.equals("replaced") || outcome.equals("created");
    }

    public List<TargetRow> rowsOf(String table) {
        return rows.getOrDefault(table, List.of());
    }

    public List<Long> extrasOf(String table) {
        return extras.getOrDefault(table, List.of());
    }
}
