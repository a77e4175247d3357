package dev.changeover.verifier.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a verification found. Parts that were not asked for, or not reached, are empty.
 *
 * @param v1 where V1 is, without a password
 * @param target likewise the target
 * @param lsn V1's position at which the verdict holds; empty when V1 was not read
 * @param fromLsn where the first look was taken; the same as {@code lsn} unless users were looked at again
 * @param problems why the verdict cannot be a match or a mismatch by what was compared alone; one sentence each
 */
public record VerificationReport(
        String v1,
        String target,
        Optional<Long> lsn,
        Optional<Long> fromLsn,
        Optional<ContentFinding> content,
        List<FactFinding> invariants,
        Optional<ProtectedFinding> protectedUsers,
        List<String> problems,
        Instant at,
        Duration took) {

    public VerificationReport {
        requireNonNull(v1, "v1");
        requireNonNull(target, "target");
        invariants = List.copyOf(invariants);
        problems = List.copyOf(problems);
    }

    /** A mismatch is a mismatch whatever else is open; nothing verified is never a match. */
    public Verdict verdict() {
        if (isContradicted()) {
            return Verdict.MISMATCH;
        }
        return problems.isEmpty() && isSomethingVerified() ? Verdict.MATCH : Verdict.INCONCLUSIVE;
    }

    private boolean isContradicted() {
        return content.map(found -> !found.mismatches().isEmpty()).orElse(false)
                || invariants.stream().anyMatch(each -> each.status() == FactFinding.Status.FAIL)
                || protectedUsers.map(ProtectedFinding::isViolated).orElse(false);
    }

    private boolean isSomethingVerified() {
        return content.map(
                        found -> found.usersCompared() > 0 && found.unsettled().isEmpty())
                .orElseGet(() -> invariants.stream().anyMatch(FactFinding::verifiesSomething));
    }

    /** The verdict in one line, with everything that it does not cover. */
    public String line() {
        List<String> parts = new ArrayList<>();
        content.ifPresent(found -> {
            parts.add(found.usersCompared() + " users and " + found.rowsCompared() + " rows compared");
            add(parts, found.mismatches().total(), "mismatches");
            add(parts, found.quarantined().total(), "users in quarantine");
            add(parts, found.heldBack().total(), "rows held back");
            add(parts, found.of(Outcome.SKIPPED), "users skipped");
            add(parts, found.of(Outcome.UNDONE), "users undone");
            add(parts, found.changing().total(), "users kept changing and are not verified");
            add(parts, found.unsettled().total(), "users differ and could not be settled");
        });
        add(
                parts,
                invariants.stream()
                        .filter(each -> each.status() == FactFinding.Status.FAIL)
                        .count(),
                "invariants violated");
        protectedUsers.ifPresent(found -> {
            add(parts, found.rowsWrittenBySink(), "protected rows written by the sink");
            add(parts, found.usersDeletedBySink(), "protected users deleted by the sink");
            add(parts, found.usersGone(), "protected users of the baseline gone, not by the sink");
        });
        parts.addAll(problems);
        String position = lsn.map(value -> " at " + printed(value)).orElse("");
        return verdict().code() + position + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    /** A position as PostgreSQL prints it, for example {@code 0/16B3748}. */
    public static String printed(long lsn) {
        return Long.toHexString(lsn >>> 32).toUpperCase(java.util.Locale.ROOT) + "/"
                + Long.toHexString(lsn & 0xFFFFFFFFL).toUpperCase(java.util.Locale.ROOT);
    }

    /** {@link #lsn()} as PostgreSQL prints it. */
    public @Nullable String printedLsn() {
        return lsn.map(VerificationReport::printed).orElse(null);
    }
}
