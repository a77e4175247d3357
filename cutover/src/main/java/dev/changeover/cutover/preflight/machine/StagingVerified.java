package dev.changeover.cutover.preflight.machine;

import dev.changeover.cutover.evidence.VerificationRecord;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import java.util.Optional;
import java.util.Set;

/** Whether the migration was rehearsed: the last whole verification of staging, as verify left it in the state directory. */
final class StagingVerified {
    private static final Set<String> WHOLE = Set.of("all", "content");
    private static final String REMEDY = "migrate to staging, then run verify --environment staging";

    private StagingVerified() {}

    static Judgement of(PreflightConfig config) {
        Status level = config.production() ? Status.FAIL : Status.WARN;
        Optional<VerificationRecord> found =
                VerificationRecord.read(config.state().directory(), "staging");
        if (found.isEmpty()) {
            return new Judgement().add(level, "no verification of staging is known to this state directory", REMEDY);
        }
        VerificationRecord record = found.get();
        String seen = "verify --level " + record.level() + " of the staging database " + record.database() + " on "
                + record.at() + ": " + record.verdict();
        return record.verdict().equals("match") && WHOLE.contains(record.level())
                ? Judgement.pass(seen)
                : new Judgement().add(level, seen, REMEDY);
    }
}
