package dev.changeover.verifier.content;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.rules.IdentityHash;
import dev.changeover.verifier.read.TargetRow;
import dev.changeover.verifier.read.TargetUser;
import dev.changeover.verifier.report.HeldBack;
import dev.changeover.verifier.report.Mismatch;
import dev.changeover.verifier.report.Outcome;
import dev.changeover.verifier.report.QuarantinedUser;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of each user whether it is to be compared, stands apart, or should have been in V2. Stateless. */
final class UserJudgement {
    /** Why V2 may still have a user that V1 does not: every other reason needs a user of V1. */
    private static final Set<String> WITHOUT_V1 = Set.of(
            QuarantineReason.DELETED_IN_V1.code(),
            QuarantineReason.REFUSED_BY_TARGET.code(),
            QuarantineReason.UNREADABLE.code());

    private UserJudgement() {}

    /** A user that V1 has. */
    static UserResult of(ExpectedUser expected, Optional<TargetUser> actual) {
        String outcome = actual.map(TargetUser::outcome).orElse("pending");
        return switch (outcome) {
            case "replaced" -> new UserComparison(expected, actual.orElseThrow(), Outcome.REPLACED).result();
            case "created" -> new UserComparison(expected, actual.orElseThrow(), Outcome.CREATED).result();
            case "quarantined" -> quarantined(expected, actual.orElseThrow());
            case "undone" -> apart(expected, Outcome.UNDONE, List.of());
            default ->
                expected.isEligible()
                        ? apart(expected, Outcome.PENDING, List.of(missing(expected)))
                        : apart(expected, Outcome.SKIPPED, List.of());
        };
    }

    private static UserResult quarantined(ExpectedUser expected, TargetUser actual) {
        String reason = actual.quarantineReason() == null ? "reason unknown" : actual.quarantineReason();
        QuarantinedUser user =
                new QuarantinedUser(expected.identity().map(IdentityHash::of).orElse(null), expected.id(), reason);
        // Without an entry in quarantine the outcome is a claim that nobody can act on.
        List<Mismatch> mismatches = actual.quarantineReason() == null
                ? List.of(new Mismatch(
                        user.identityHash(),
                        expected.id(),
                        MigrationPlan.USERS,
                        expected.id(),
                        actual.targetUserId(),
                        null,
                        Mismatch.Kind.LEDGER))
                : List.of();
        return result(expected, Outcome.QUARANTINED, mismatches, Optional.of(user));
    }

    private static UserResult apart(ExpectedUser expected, Outcome outcome, List<Mismatch> mismatches) {
        return result(expected, outcome, mismatches, Optional.empty());
    }

    private static UserResult result(
            ExpectedUser expected, Outcome outcome, List<Mismatch> mismatches, Optional<QuarantinedUser> quarantined) {
        return new UserResult(
                expected.id(),
                Optional.of(outcome),
                expected.isEligible(),
                false,
                0,
                mismatches.isEmpty() ? 0 : expected.stamp(),
                mismatches,
                quarantined,
                List.of(),
                List.of());
    }

    private static Mismatch missing(ExpectedUser expected) {
        return new Mismatch(
                expected.identity().map(IdentityHash::of).orElse(null),
                expected.id(),
                MigrationPlan.USERS,
                expected.id(),
                null,
                null,
                Mismatch.Kind.MISSING);
    }

    /** A user that only the ledger knows: deleted in V1, and so V2 must not have it, unless its deletion waits in quarantine. */
    static UserResult withoutV1(TargetUser actual) {
        String reason = actual.quarantineReason();
        boolean waits = actual.outcome().equals("quarantined") && reason != null && WITHOUT_V1.contains(reason);
        List<Mismatch> mismatches = waits
                ? List.of()
                : actual.rows().entrySet().stream()
                        .sorted(java.util.Comparator.comparingInt(
                                entry -> MigrationPlan.table(entry.getKey()).number()))
                        .flatMap(entry -> entry.getValue().stream()
                                .filter(TargetRow::found)
                                .map(row -> extra(actual.v1UserId(), entry.getKey(), row)))
                        .toList();
        List<HeldBack> none = List.of();
        return new UserResult(
                actual.v1UserId(),
                Optional.empty(),
                false,
                false,
                0,
                0,
                mismatches,
                Optional.ofNullable(reason)
                        .filter(why -> waits)
                        .map(why -> new QuarantinedUser(null, actual.v1UserId(), why)),
                none,
                List.of());
    }

    private static Mismatch extra(long v1UserId, String table, TargetRow row) {
        @Nullable String nobody = null;
        return new Mismatch(nobody, v1UserId, table, row.v1Id(), row.v2Id(), null, Mismatch.Kind.EXTRA);
    }
}
