package dev.changeover.cutover.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateFateTest {
    private static final Optional<String> NOBODY = Optional.empty();
    private static final Optional<String> PRODUCTION = Optional.of("production still uses it");

    private final StateFate staging = new StateFate("staging", false);

    @Test
    void whatBothEnvironmentsShareGoesWithTheLastOfThem() {
        assertThat(staging.whyKept("broker", NOBODY)).isEmpty();
        assertThat(staging.whyKept("broker", PRODUCTION)).isEqualTo(PRODUCTION);
    }

    @Test
    void whatEachEnvironmentHasForItselfStaysWithTheOther() {
        assertThat(staging.whyKept("transform-staging", PRODUCTION)).isEmpty();
        assertThat(staging.whyKept("transform-production", PRODUCTION)).isPresent();
        assertThat(staging.whyKept("sink-staging", PRODUCTION)).isEmpty();
        assertThat(staging.whyKept("sink-production", PRODUCTION)).isPresent();
        assertThat(staging.whyKept("preview-staging", PRODUCTION)).isEmpty();
        assertThat(staging.whyKept("preview-production", PRODUCTION)).isPresent();
    }

    @Test
    void rollbackPointsGoOnlyWhenToldAndOnlyThisEnvironments() {
        StateFate told = new StateFate("staging", true);

        assertThat(staging.whyKept("rollback-points/staging", NOBODY)).isPresent();
        assertThat(told.whyKept("rollback-points/staging", NOBODY)).isEmpty();
        assertThat(told.whyKept("rollback-points/production", NOBODY)).isPresent();
    }

    @Test
    void thatStagingWasVerifiedStaysKnownUntilProductionIsCleanedUp() {
        StateFate production = new StateFate("production", false);

        assertThat(staging.whyKept("verifications/staging.json", NOBODY)).isPresent();
        assertThat(production.whyKept("verifications/staging.json", NOBODY)).isEmpty();
        assertThat(production.whyKept("verifications/production.json", NOBODY)).isEmpty();
    }

    @Test
    void whatChangeoverDidNotMakeIsNeverDeleted() {
        assertThat(staging.whyKept("notes.txt", NOBODY)).isPresent();
        assertThat(staging.whyKept("brokers", NOBODY)).isPresent();
        assertThat(staging.whyKept("logs", NOBODY)).isPresent();
    }

    @Test
    void whatAnInterruptedCleanupHadBegunToDeleteGoes() {
        assertThat(staging.whyKept(".deleting-broker", PRODUCTION)).isEmpty();
    }
}
