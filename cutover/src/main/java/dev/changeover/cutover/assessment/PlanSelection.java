package dev.changeover.cutover.assessment;

import dev.changeover.contract.rules.Identity;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.UnknownUsers;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which V1 users a plan is about, as {@code migrate} chooses them.
 *
 * @param limit the eligible users with the lowest V1 ids
 * @param identities only these, if there are any to choose by
 */
public record PlanSelection(long limit, Optional<Set<String>> identities) {
    public PlanSelection {
        identities = identities.map(Set::copyOf);
    }

    public static PlanSelection everybody() {
        return new PlanSelection(Long.MAX_VALUE, Optional.empty());
    }

    public static PlanSelection lowest(long users) {
        return new PlanSelection(users, Optional.empty());
    }

    /** An email that is blank names nobody. */
    public static PlanSelection ofEmails(Collection<String> emails) {
        return new PlanSelection(
                Long.MAX_VALUE,
                Optional.of(emails.stream()
                        .flatMap(email -> Identity.of(email).stream())
                        .collect(Collectors.toSet())));
    }

    /**
     * The chosen users in id order. Without a restriction, those that are not eligible are among them.
     *
     * @throws ProblemException when V1 has no user with one of the emails
     */
    Stream<Long> of(SortedMap<Long, Fate> fates, UserClassification users) {
        identities.ifPresent(wanted -> requireAll(wanted, fates.keySet(), users));
        Stream<Map.Entry<Long, Fate>> all = fates.entrySet().stream();
        if (limit < Long.MAX_VALUE) {
            all = all.filter(user -> user.getValue() != Fate.SKIPPED).limit(limit);
        }
        return all.map(Map.Entry::getKey).filter(id -> identities
                .map(wanted -> users.identityOf(id).filter(wanted::contains).isPresent())
                .orElse(true));
    }

    private static void requireAll(Set<String> wanted, Set<Long> ids, UserClassification users) {
        Set<String> unknown = new HashSet<>(wanted);
        ids.forEach(id -> users.identityOf(id).ifPresent(unknown::remove));
        if (!unknown.isEmpty()) {
            throw UnknownUsers.refused(unknown.size(), wanted.size());
        }
    }
}
