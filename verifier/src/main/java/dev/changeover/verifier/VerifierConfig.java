package dev.changeover.verifier;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.content.PipelinePosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is verified, and how.
 *
 * @param emails only the V1 users with these emails, whatever their case; empty means every user
 * @param drillOverrides V1 title to V2 uuid, as the transform is configured
 * @param pipeline asked while both databases are written to; empty means that they are quiet, and that a difference is a
 *     mismatch at once
 * @param patience how long a user that differs is followed, when there is a pipeline to ask
 * @param mostListed how many mismatches, and how many of each other kind, the report lists; all are counted
 */
public record VerifierConfig(
        DatabaseAddress v1,
        DatabaseAddress target,
        Level level,
        List<String> emails,
        Map<String, String> drillOverrides,
        Optional<PipelinePosition> pipeline,
        Patience patience,
        int mostListed) {
    private static final int USUALLY_LISTED = 1_000;

    public VerifierConfig {
        requireNonNull(v1, "v1");
        requireNonNull(target, "target");
        requireNonNull(level, "level");
        requireNonNull(pipeline, "pipeline");
        requireNonNull(patience, "patience");
        emails = List.copyOf(emails);
        drillOverrides = Map.copyOf(drillOverrides);
        if (mostListed < 1) {
            throw new IllegalArgumentException(
                    "verify.mostListed must be at least 1, but is " + mostListed + "; a mismatch must be named");
        }
    }

    /** Everything, of every user, of two databases that nobody writes to. */
    public static VerifierConfig quiet(DatabaseAddress v1, DatabaseAddress target) {
        return new VerifierConfig(
                v1, target, Level.ALL, List.of(), Map.of(), Optional.empty(), Patience.usual(), USUALLY_LISTED);
    }

    public VerifierConfig withLevel(Level other) {
        return new VerifierConfig(v1, target, other, emails, drillOverrides, pipeline, patience, mostListed);
    }

    public VerifierConfig withEmails(List<String> others) {
        return new VerifierConfig(v1, target, level, others, drillOverrides, pipeline, patience, mostListed);
    }

    public VerifierConfig withDrillOverrides(Map<String, String> others) {
        return new VerifierConfig(v1, target, level, emails, others, pipeline, patience, mostListed);
    }

    /** Both databases are written to, and this knows how far the pipeline has come. */
    public VerifierConfig whileWritten(PipelinePosition position, Patience howLong) {
        return new VerifierConfig(
                v1, target, level, emails, drillOverrides, Optional.of(position), howLong, mostListed);
    }
}
