package dev.changeover.cutover.assessment;

import dev.changeover.contract.rules.Identity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says what becomes of each user, from the emails of both databases and what earlier runs decided. */
final class UserClassification {
    private final Map<Long, Optional<String>> v1;
    private final Map<Long, Optional<String>> target;

    /** Emails by user id. */
    UserClassification(Map<Long, @Nullable String> v1Emails, Map<Long, @Nullable String> targetEmails) {
        this.v1 = identities(v1Emails);
        this.target = identities(targetEmails);
    }

    /** For a target that no run has touched: the baseline as the first run would make it. */
    LedgerView freshBaseline() {
        Map<String, Long> ownerCount = counts(target);
        Map<String, Long> only = new HashMap<>();
        target.forEach((id, identity) ->
                identity.filter(each -> count(ownerCount, each) == 1).ifPresent(each -> only.put(each, id)));
        Map<Long, Long> pairings = new HashMap<>();
        v1.forEach((id, identity) -> identity.map(only::get).ifPresent(copy -> pairings.put(id, copy)));
        return new LedgerView(Map.of(), pairings, new HashSet<>(pairings.values()), Set.of());
    }

    /** What becomes of each V1 user, in the order of their ids. */
    SortedMap<Long, Fate> fates(LedgerView ledger) {
        Map<String, Long> claims = counts(v1);
        SortedMap<Long, Fate> fates = new TreeMap<>();
        v1.forEach((id, identity) -> fates.put(id, byItself(id, identity, claims, ledger)));
        taken(fates, ledger).forEach(id -> fates.put(id, Fate.TAKEN));
        return fates;
    }

    /** Users whose email somebody in the target keeps, who is neither ours nor replaced in the same run. */
    private Set<Long> taken(SortedMap<Long, Fate> fates, LedgerView ledger) {
        Map<Long, Long> successors = new HashMap<>();
        fates.forEach((id, fate) -> {
            if (fate == Fate.REPLACE) {
                successors.put(Objects.requireNonNull(ledger.pairings().get(id)), id);
            }
        });
        Map<String, List<Long>> holders = holders(ledger);
        Set<Long> taken = new HashSet<>();
        boolean more = true;
        while (more) { // a stale user whose successor goes without keeps its email from the next one
            more = false;
            for (Map.Entry<Long, Fate> user : fates.entrySet()) {
                more |= user.getValue().isWritten()
                        && holders.getOrDefault(identityOf(user.getKey()).orElseThrow(), List.of()).stream()
                                .map(successors::get)
                                .anyMatch(successor -> successor == null
                                        || (!successor.equals(user.getKey()) && taken.contains(successor)))
                        && taken.add(user.getKey());
            }
        }
        return taken;
    }

    private Map<String, List<Long>> holders(LedgerView ledger) {
        Set<Long> ours = new HashSet<>(ledger.targetUserOf().values());
        Map<String, List<Long>> holders = new HashMap<>();
        target.forEach((id, identity) -> {
            if (!ours.contains(id)) {
                identity.ifPresent(each ->
                        holders.computeIfAbsent(each, none -> new ArrayList<>()).add(id));
            }
        });
        return holders;
    }

    /** What names each V1 user; empty without a usable email. */
    Optional<String> identityOf(long v1UserId) {
        return v1.getOrDefault(v1UserId, Optional.empty());
    }

    UserFigures figures(LedgerView ledger) {
        Set<Long> ours = new HashSet<>(ledger.targetUserOf().values());
        Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        fates(ledger).values().forEach(fate -> fates.merge(fate, 1L, Long::sum));
        long skipped = fates.getOrDefault(Fate.SKIPPED, 0L);
        return new UserFigures(
                v1.size(),
                v1.size() - skipped,
                skipped,
                fates.getOrDefault(Fate.DUPLICATE, 0L),
                fates.getOrDefault(Fate.TAKEN, 0L),
                fates.getOrDefault(Fate.MIGRATED, 0L),
                fates.getOrDefault(Fate.UNDONE, 0L),
                fates.getOrDefault(Fate.REPLACE, 0L),
                fates.getOrDefault(Fate.CREATE, 0L),
                target.size(),
                target.values().stream().filter(Optional::isPresent).count(),
                target.keySet().stream()
                        .filter(id -> !ours.contains(id) && !ledger.stale().contains(id))
                        .count());
    }

    private Fate byItself(long id, Optional<String> identity, Map<String, Long> claims, LedgerView ledger) {
        if (identity.isEmpty()) {
            return Fate.SKIPPED;
        }
        if (ledger.undone().contains(id)) {
            return Fate.UNDONE;
        }
        if (count(claims, identity.get()) > 1) {
            return Fate.DUPLICATE;
        }
        if (ledger.targetUserOf().containsKey(id)) {
            return Fate.MIGRATED;
        }
        @Nullable Long copy = ledger.pairings().get(id);
        return copy != null && target.containsKey(copy) ? Fate.REPLACE : Fate.CREATE;
    }

    private static Map<Long, Optional<String>> identities(Map<Long, @Nullable String> emails) {
        Map<Long, Optional<String>> identities = new HashMap<>(emails.size() * 2);
        emails.forEach((id, email) -> identities.put(id, Identity.of(email)));
        return identities;
    }

    private static Map<String, Long> counts(Map<Long, Optional<String>> users) {
        Map<String, Long> counts = new HashMap<>();
        users.values().forEach(identity -> identity.ifPresent(each -> counts.merge(each, 1L, Long::sum)));
        return counts;
    }

    private static long count(Map<String, Long> counts, String identity) {
        return counts.getOrDefault(identity, 0L);
    }
}
