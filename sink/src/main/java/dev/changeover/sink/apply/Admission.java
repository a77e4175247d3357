package dev.changeover.sink.apply;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Decides what may be done for each user of a batch, before anything is written. A target user may be written only if the ledger
 * says that the sink made it for this V1 user, or the baseline pairs it with this V1 user.
 */
final class Admission {
    private final TargetUsers targetUsers;
    private final StaleUsers staleUsers;
    private final EmailTakeover takeover;
    private final boolean everybody;

    /** @param everybody whether the target is asked for rivals of every user, also of one that has its identity already */
    Admission(Connection connection, EmailTakeover takeover, boolean everybody) {
        this.everybody = everybody;
        this.targetUsers = new TargetUsers(connection);
        this.staleUsers = new StaleUsers(connection);
        this.takeover = takeover;
    }

    /** What is to be done for one user. */
    sealed interface Decision {
        /** Write the difference to the user that the sink made. */
        record Update(long targetUserId) implements Decision {}

        record Replace(long staleUserId) implements Decision {}

        record Create() implements Decision {}

        record Delete() implements Decision {}

        record Skip() implements Decision {}

        record Refuse(QuarantineReason reason, String detail) implements Decision {
            Refuse(QuarantineReason reason) {
                this(reason, "");
            }
        }
    }

    /** In the order of the deliveries. The users that may be replaced are locked. */
    Map<Long, Decision> decide(Collection<Delivery> deliveries, Claims.Made claims) throws SQLException {
        Map<Long, Decision> decisions = new LinkedHashMap<>();
        List<LedgerUser> willing = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            LedgerUser user = claims.user(delivery.userId());
            decisions.put(user.id(), byItself(delivery.document(), user, claims));
            if (decisions.get(user.id()) instanceof Decision.Create) {
                willing.add(user);
            }
        }
        Map<Long, Long> pairings = targetUsers.pairings(willing.stream()
                .filter(user -> !user.isMigrated())
                .map(LedgerUser::id)
                .toList());
        refuseHindered(willing, pairings, decisions);
        refuseAbsent(willing, decisions);
        Set<Long> taken = taken(willing, pairings, claims.changed());
        for (LedgerUser user : willing) {
            decisions.put(user.id(), amongOthers(user, pairings, taken));
        }
        return decisions;
    }

    /** Before an identity is taken from somebody for them. */
    private void refuseHindered(List<LedgerUser> willing, Map<Long, Long> pairings, Map<Long, Decision> decisions)
            throws SQLException {
        Map<Long, String> hindered = staleUsers.lockAndFindHindered(pairings.values());
        willing.removeIf(user -> {
            String why = hindered.get(pairings.get(user.id()));
            if (why != null) {
                decisions.put(user.id(), new Decision.Refuse(QuarantineReason.REFERENCED_IN_V2, why));
            }
            return why != null;
        });
    }

    private void refuseAbsent(List<LedgerUser> willing, Map<Long, Decision> decisions) throws SQLException {
        Set<Long> present = targetUsers.present(willing.stream()
                .filter(LedgerUser::isMigrated)
                .map(LedgerUser::targetUserId)
                .toList());
        willing.removeIf(user -> {
            boolean absent = user.isMigrated() && !present.contains(user.targetUserId());
            if (absent) {
                decisions.put(
                        user.id(),
                        new Decision.Refuse(
                                QuarantineReason.CHANGED_IN_V2,
                                "the user was deleted in the target after its migration"));
            }
            return absent;
        });
    }

    /** Create stands for whoever may be written as far as V1 goes. */
    private static Decision byItself(UserDocument document, LedgerUser user, Claims.Made claims) {
        if (document instanceof UserDocument.Deleted) {
            return new Decision.Delete();
        }
        if (user.outcome() == LedgerUser.Outcome.UNDONE) {
            return new Decision.Skip();
        }
        if (document instanceof UserDocument.Unreadable unreadable) {
            return new Decision.Refuse(
                    QuarantineReason.UNREADABLE, unreadable.table() + " " + unreadable.rowId() + " could not be read");
        }
        if (document instanceof UserDocument.TooLarge large) {
            return new Decision.Refuse(
                    QuarantineReason.TOO_LARGE, large.bytes() + " bytes, the limit is " + large.maxBytes());
        }
        if (user.identity() == null) {
            return user.isMigrated() ? new Decision.Refuse(QuarantineReason.NO_EMAIL_ANY_MORE) : new Decision.Skip();
        }
        return claims.doubled().contains(user.id())
                ? new Decision.Refuse(QuarantineReason.DUPLICATE_EMAIL)
                : new Decision.Create();
    }

    private static Decision amongOthers(LedgerUser user, Map<Long, Long> pairings, Set<Long> taken) {
        if (taken.contains(user.id())) {
            return new Decision.Refuse(QuarantineReason.EMAIL_TAKEN);
        }
        Long target = user.targetUserId();
        if (target != null) {
            return new Decision.Update(target);
        }
        Long stale = pairings.get(user.id());
        return stale == null ? new Decision.Create() : new Decision.Replace(stale);
    }

    /** Users whose identity belongs to somebody else in the target, and neither can be taken over nor becomes free. */
    private Set<Long> taken(List<LedgerUser> users, Map<Long, Long> pairings, Set<Long> changed) throws SQLException {
        Map<String, LedgerUser> claimants = new HashMap<>();
        Map<Long, Long> successors = new HashMap<>();
        for (LedgerUser user : users) {
            if (everybody || !user.isSettled() || changed.contains(user.id())) {
                claimants.put(Objects.requireNonNull(user.identity()), user);
            }
            Long replaced = pairings.get(user.id());
            if (replaced != null) {
                successors.put(replaced, user.id());
            }
        }
        Set<Long> taken = new HashSet<>();
        Map<TargetUsers.Holder, Long> ours = new HashMap<>();
        Map<TargetUsers.Holder, Long> stale = new HashMap<>();
        targetUsers.holders(claimants.keySet()).forEach((identity, holders) -> {
            long claimant = Objects.requireNonNull(claimants.get(identity)).id();
            for (TargetUsers.Holder holder : holders) {
                boolean isOurs = holder.owner() != null;
                Long owner = isOurs ? holder.owner() : successors.get(holder.targetUserId());
                if (owner == null) {
                    taken.add(claimant);
                } else if (owner != claimant) {
                    (isOurs ? ours : stale).put(holder, claimant);
                }
            }
        });
        ours.values().removeAll(taken);
        ours.values().removeAll(takeover.withoutUseFor(Set.copyOf(ours.values())));
        taken.addAll(takeover.takeFrom(ours));
        addThoseWhoCountOn(taken, stale, successors);
        return taken;
    }

    /** A stale user keeps its email if its successor goes without; then whoever counted on that email goes without, and so on. */
    private static void addThoseWhoCountOn(
            Set<Long> taken, Map<TargetUsers.Holder, Long> stale, Map<Long, Long> successors) {
        boolean more = true;
        while (more) {
            more = taken.addAll(stale.entrySet().stream()
                    .filter(each -> taken.contains(successors.get(each.getKey().targetUserId())))
                    .map(Map.Entry::getValue)
                    .toList());
        }
    }
}
