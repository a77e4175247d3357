package dev.changeover.cutover.assessment;

import dev.changeover.contract.rules.Identity;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which V1 users a plan is about, as {@code migrate} chooses them.
 *
 * @param limit the eligible users with the lowest V1 ids
 * @param identities only these; empty means all
 */
public record PlanSelection(long limit, Set<String> identities) {
    public PlanSelection {
        identities = Set.copyOf(identities);
    }

    public static PlanSelection everybody() {
        return new PlanSelection(Long.MAX_VALUE, Set.of());
    }

    public static PlanSelection lowest(long users) {
        return new PlanSelection(users, Set.of());
    }

    /** An email that is blank names nobody. */
    public static PlanSelection ofEmails(Collection<String> emails) {
        return new PlanSelection(
                Long.MAX_VALUE,
                emails.stream().flatMap(email -> Identity.of(email).stream()).collect(Collectors.toSet()));
    }

    /** The chosen users in id order. Without a restriction, those that are not eligible are among them. */
    Stream<Long> of(SortedMap<Long, Fate> fates, UserClassification users) {
        Stream<Map.Entry<Long, Fate>> all = fates.entrySet().stream();
        if (limit < Long.MAX_VALUE) {
            all = all.filter(user -> user.getValue() != Fate.SKIPPED).limit(limit);
        }
        return all.map(Map.Entry::getKey)
                .filter(id -> identities.isEmpty()
                        || users.identityOf(id).filter(identities::contains).isPresent());
    }
}
