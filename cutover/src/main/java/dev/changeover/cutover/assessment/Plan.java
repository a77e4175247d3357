package dev.changeover.cutover.assessment;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.rules.DrillMatcher;
import dev.changeover.contract.rules.IdentityHash;
import dev.changeover.contract.stage.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the next run does with each V1 user, from V1 and the target alone: nothing is written anywhere.
 *
 * @param users in the order of their V1 ids
 */
public record Plan(List<PlannedUser> users) {
    public Plan {
        users = List.copyOf(users);
    }

    /**
     * Reads both databases, each in one snapshot. The rows of users that are migrated already are not compared here: their counts are 0.
     *
     * @param overrides V1 drill title to uuid
     * @throws ProblemException when one cannot be reached or read
     */
    public static Plan read(
            DatabaseAddress v1, DatabaseAddress target, Map<String, String> overrides, PlanSelection selection) {
        try (Snapshot targetSnapshot = Snapshot.open("the target", target);
                Snapshot v1Snapshot = Snapshot.open("V1", v1)) {
            TargetFigures there = Stats.read("the target", target, () -> TargetFigures.read(targetSnapshot));
            UserClassification users =
                    Stats.read("V1", v1, () -> new UserClassification(v1Snapshot.emails(), there.emails()));
            LedgerView ledger = there.ledger().orElseGet(users::freshBaseline);
            StaleRows stale = Stats.read("the target", target, () -> StaleRows.read(targetSnapshot, ledger));
            DrillMatcher drills = new DrillMatcher(new DrillCatalogue("", there.drills(), overrides));
            SourceRows source = Stats.read("V1", v1, () -> SourceRows.read(v1Snapshot, drills, stale.taken()));
            SessionTimes sessions = Stats.read("the target", target, () -> SessionTimes.read(targetSnapshot));
            Set<Long> later = Stats.read("V1", v1, () -> sessions.without(v1Snapshot, ledger.pairings()));
            FirstWrites writes = new FirstWrites(source, stale, ledger.pairings(), later);
            SortedMap<Long, Fate> fates = users.fates(ledger);
            return new Plan(selection
                    .of(fates, users)
                    .map(id -> planned(id, fates.get(id), users, ledger, writes))
                    .toList());
        }
    }

    private static PlannedUser planned(
            long id, @Nullable Fate fate, UserClassification users, LedgerView ledger, FirstWrites writes) {
        Fate known = writes.fate(id, requireNonNull(fate, "fate"));
        String name = users.identityOf(id).map(IdentityHash::of).orElse(null);
        return known.isWritten()
                ? writes.of(id, name, known)
                : new PlannedUser(id, name, known, ledger.targetUserOf().get(id), 0, 0, 0, Set.of());
    }

    /** How many users meet one of these fates. */
    public long count(Set<Fate> fates) {
        return users.stream().filter(user -> fates.contains(user.fate())).count();
    }

    /** The sum of one figure over all users. */
    public long sum(ToLongFunction<PlannedUser> figure) {
        return users.stream().mapToLong(figure).sum();
    }
}
