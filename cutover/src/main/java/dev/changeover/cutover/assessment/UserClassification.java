package dev.changeover.cutover.assessment;

import dev.changeover.contract.rules.Identity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        return new LedgerView(Map.of(), pairings, new HashSet<>(pairings.values()));
    }

    UserFigures figures(LedgerView ledger) {
        Map<String, Long> claims = counts(v1);
        Set<Long> ours = new HashSet<>(ledger.targetUserOf().values());
        Set<String> foreign = new HashSet<>();
        target.forEach((id, identity) -> {
            if (!ours.contains(id)) {
                identity.ifPresent(foreign::add);
            }
        });
        Map<Fate, Long> fates = new HashMap<>();
        v1.forEach((id, identity) -> fates.merge(fate(id, identity, claims, foreign, ledger), 1L, Long::sum));
        long skipped = fates.getOrDefault(Fate.SKIPPED, 0L);
        return new UserFigures(
                v1.size(),
                v1.size() - skipped,
                skipped,
                fates.getOrDefault(Fate.DUPLICATE, 0L),
                fates.getOrDefault(Fate.TAKEN, 0L),
                fates.getOrDefault(Fate.MIGRATED, 0L),
                fates.getOrDefault(Fate.REPLACE, 0L),
                fates.getOrDefault(Fate.CREATE, 0L),
                target.size(),
                target.values().stream().filter(Optional::isPresent).count(),
                target.keySet().stream()
                        .filter(id -> !ours.contains(id) && !ledger.stale().contains(id))
                        .count());
    }

    private Fate fate(
            long id, Optional<String> identity, Map<String, Long> claims, Set<String> foreign, LedgerView ledger) {
        if (identity.isEmpty()) {
            return Fate.SKIPPED;
        }
        if (count(claims, identity.get()) > 1) {
            return Fate.DUPLICATE;
        }
        if (ledger.targetUserOf().containsKey(id)) {
            return Fate.MIGRATED;
        }
        @Nullable Long copy = ledger.pairings().get(id);
        if (copy != null && target.containsKey(copy)) {
            return Fate.REPLACE;
        }
        return foreign.contains(identity.get()) ? Fate.TAKEN : Fate.CREATE;
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

    private enum Fate {
        SKIPPED,
        DUPLICATE,
        TAKEN,
        MIGRATED,
        REPLACE,
        CREATE
    }
}
