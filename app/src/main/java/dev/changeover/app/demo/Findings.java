package dev.changeover.app.demo;

import static java.util.Objects.requireNonNull;

import dev.changeover.local.sample.LiveWorkloadReport;
import dev.changeover.sink.SinkSummary;
import dev.changeover.verifier.report.Verdict;
import dev.changeover.verifier.report.VerificationReport;

/**
 * What a demonstration found out.
 *
 * @param migrated where V1's users were when the migration ended
 * @param report of the verification, while both applications wrote
 * @param back whether the rollback made every migrated user what it was
 * @param android what the application of V2 saw meanwhile
 * @param androidRowsChanged rows of Android users that somebody else changed
 */
public record Findings(
        SinkSummary migrated,
        VerificationReport report,
        boolean back,
        LiveWorkloadReport.Side android,
        int androidRowsChanged) {
    public Findings {
        requireNonNull(migrated, "migrated");
        requireNonNull(report, "report");
        requireNonNull(android, "android");
    }

    /** That of the verification, unless Android users were disturbed or somebody is not back: then that of a mismatch. */
    public int exitCode() {
        boolean untouched = androidRowsChanged == 0 && android.failed() == 0;
        return untouched && back ? report.verdict().exitCode() : Verdict.MISMATCH.exitCode();
    }
}
