package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.assessment.Fate;
import dev.changeover.cutover.assessment.Plan;
import dev.changeover.cutover.assessment.PlannedUser;
import dev.changeover.verifier.Level;
import dev.changeover.verifier.Verification;
import dev.changeover.verifier.VerifierConfig;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.report.Mismatch;
import dev.changeover.verifier.report.VerificationReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What V1 changed of migrated users since they were applied, as the verifier finds it. Writes nothing anywhere. */
public final class OpenChanges {
    private static final int MOST_LISTED = 1_000_000;

    private OpenChanges() {}

    /**
     * The plan with the changes of its migrated users counted.
     *
     * @throws ProblemException when a database cannot be read to the end
     */
    public static Plan addTo(Plan plan, Configuration configuration, List<String> emails) throws InterruptedException {
        if (plan.count(Set.of(Fate.MIGRATED)) == 0) {
            return plan;
        }
        VerificationReport report = Verification.run(new VerifierConfig(
                configuration.databases().v1(),
                configuration.databases().target(configuration.environment()),
                Level.CONTENT,
                emails,
                configuration.drills().overrides(),
                Optional.empty(),
                Patience.usual(),
                MOST_LISTED));
        Map<Long, List<Mismatch>> byUser =
                report.content().orElseThrow(() -> unread(report)).mismatches().listed().stream()
                        .collect(Collectors.groupingBy(Mismatch::v1UserId));
        return new Plan(plan.users().stream()
                .map(user -> user.fate() == Fate.MIGRATED
                        ? withChanges(user, byUser.getOrDefault(user.v1UserId(), List.of()))
                        : user)
                .toList());
    }

    private static PlannedUser withChanges(PlannedUser user, List<Mismatch> mismatches) {
        Map<Kind, Set<List<Object>>> rows = new HashMap<>();
        for (Mismatch each : mismatches) {
            kind(each).ifPresent(kind -> rows.computeIfAbsent(kind, any -> new HashSet<>())
                    .add(List.of(each.table(), String.valueOf(each.v1Id()), String.valueOf(each.v2Id()))));
        }
        return user.withChanges(
                rows.getOrDefault(Kind.INSERTED, Set.of()).size(),
                rows.getOrDefault(Kind.CHANGED, Set.of()).size(),
                rows.getOrDefault(Kind.DELETED, Set.of()).size());
    }

    private enum Kind {
        INSERTED,
        CHANGED,
        DELETED
    }

    private static Optional<Kind> kind(Mismatch mismatch) {
        return switch (mismatch.kind()) {
            case MISSING -> Optional.of(Kind.INSERTED);
            case EXTRA -> Optional.of(Kind.DELETED);
            case VALUE, PARENT -> Optional.of(Kind.CHANGED);
            case DOUBLED, LEDGER -> Optional.empty(); // what no run mends
        };
    }

    private static ProblemException unread(VerificationReport report) {
        return new ProblemException(new Problem(
                Problem.Kind.INCONCLUSIVE,
                "The migrated users could not be compared",
                String.join("; ", report.problems()),
                "mend that, and start the command again"));
    }
}
