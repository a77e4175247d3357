package dev.changeover.verifier.content;

import dev.changeover.verifier.report.HeldBack;
import dev.changeover.verifier.report.Mismatch;
import dev.changeover.verifier.report.Outcome;
import dev.changeover.verifier.report.QuarantinedUser;
import dev.changeover.verifier.report.TableCount;
import java.util.List;
import java.util.Optional;

/**
 * What one look at one user found.
 *
 * @param outcome empty for a user that V1 does not have
 * @param compared whether its rows were compared
 * @param rowsCompared pairs of rows that were
 * @param stamp of the V1 user; 0 when V1 does not have it, or nothing differs and so nobody will ask
 */
public record UserResult(
        long v1UserId,
        Optional<Outcome> outcome,
        boolean eligible,
        boolean compared,
        long rowsCompared,
        long stamp,
        List<Mismatch> mismatches,
        Optional<QuarantinedUser> quarantined,
        List<HeldBack> heldBack,
        List<TableCount> counts) {

    public UserResult {
        mismatches = List.copyOf(mismatches);
        heldBack = List.copyOf(heldBack);
        counts = List.copyOf(counts);
    }

    public boolean differs() {
        return !mismatches.isEmpty();
    }
}
