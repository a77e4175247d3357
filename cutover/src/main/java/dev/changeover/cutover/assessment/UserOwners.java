package dev.changeover.cutover.assessment;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.database.DatabaseProblems;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose the target's users are. */
public final class UserOwners {
    private UserOwners() {}

    /**
     * The ids of the target's users that the migration leaves alone: neither a copy that it will replace nor made by it.
     *
     * @throws ProblemException when a database cannot be reached or read
     */
    public static Set<Long> staying(DatabaseAddress v1, DatabaseAddress target) {
        Map<Long, @Nullable String> there;
        Optional<LedgerView> kept;
        try (Snapshot snapshot = Snapshot.open("the target", target)) {
            there = snapshot.emails();
            kept = TargetFigures.ledger(snapshot);
        } catch (SQLException e) {
            throw DatabaseProblems.reading("the target", target, e);
        }
        LedgerView ledger = kept.isPresent() ? kept.get() : new UserClassification(emails(v1), there).freshBaseline();
        Set<Long> staying = new HashSet<>(there.keySet());
        staying.removeAll(ledger.stale());
        staying.removeAll(ledger.targetUserOf().values());
        return staying;
    }

    private static Map<Long, @Nullable String> emails(DatabaseAddress v1) {
        try (Snapshot snapshot = Snapshot.open("V1", v1)) {
            return snapshot.emails();
        } catch (SQLException e) {
            throw DatabaseProblems.reading("V1", v1, e);
        }
    }
}
