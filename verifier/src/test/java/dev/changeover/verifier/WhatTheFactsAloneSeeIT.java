package dev.changeover.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.verifier.report.FactFinding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V1 is not read, so that no comparison can stand in for the one fact that a corruption contradicts. */
class WhatTheFactsAloneSeeIT {
    private static MigratedPair pair;

    @BeforeAll
    static void migrate() throws Exception {
        pair = MigratedPair.start();
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @Test
    void twoMigratedUsersWithOneEmailButForCase() throws Exception {
        assertThat(contradictedBy("UPDATE users SET email = 'NEW@Example.org' WHERE id = {1:9}"))
                .containsExactly("one-identity-per-user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "total_time_all_sessions",
                "minutes_per_session",
                "drills_per_session",
                "unique_drills_completed",
                "dribbling_drills_completed",
                "first_touch_drills_completed",
                "passing_drills_completed",
                "shooting_drills_completed",
                "defending_drills_completed",
                "goalkeeping_drills_completed",
                "fitness_drills_completed",
                "beginner_drills_completed",
                "intermediate_drills_completed",
                "advanced_drills_completed"
            })
    void eachFigureOfTheSessionsThatIsOneTooHigh(String column) throws Exception {
        assertThat(contradictedBy("UPDATE progress_history SET " + column + " = " + column + " + 1 WHERE id = {8:1}"))
                .containsExactly("session-totals-agree");
    }

    private static List<String> contradictedBy(String corruption) throws SQLException, InterruptedException {
        DatabaseAddress target = pair.copy("v2", "contradicted");
        pair.corrupt("contradicted", corruption);
        return Verification.run(VerifierConfig.quiet(pair.v1(), target).withLevel(Level.INVARIANTS))
                .invariants()
                .stream()
                .filter(each -> each.status() == FactFinding.Status.FAIL)
                .map(FactFinding::name)
                .toList();
    }
}
