package dev.changeover.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.demo.Findings;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.local.sample.LiveWorkloadReport;
import dev.changeover.sink.SinkSummary;
import dev.changeover.verifier.report.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoAnswerTest {
    private static final SinkSummary MIGRATED = new SinkSummary(
            33, 12, 0, 4, 1, 0, 0, 0, 0, 0, 0, 720, new SinkSummary.Reasons(Map.of(), Map.of(), Map.of()));
    private static final VerificationReport NOTHING_COMPARED = new VerificationReport(
            "v1",
            "v2",
            Optional.of(16L),
            Optional.of(16L),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            Instant.EPOCH,
            Duration.ZERO);

    @Test
    void saysTheVerdictAndWhereTheUsersAreAndWhetherAllWasTakenBack() throws Exception {
        String answer = JsonText.of(new DemoAnswer(findings(true, 0)).json());

        assertThat(new ObjectMapper().readTree(answer)).isEqualTo(new ObjectMapper().readTree("""
                                        {"verdict": "inconclusive", "lsn": "0/10", "users_compared": 0,
                                         "users": {"replaced": 33, "created": 12, "skipped": 4, "quarantined": 1, "pending": 0},
                                         "rows_written": 720, "rolled_back": true,
                                         "android": {"transactions": 90, "failed": 0, "rows_changed_by_others": 0}}
                                        """));
    }

    @Test
    void aUserWhoIsNotBackOrAnAndroidUserWhoWasDisturbedIsAMismatchWhateverTheVerdict() {
        assertThat(findings(true, 0).exitCode()).isEqualTo(5);

        assertThat(findings(false, 0).exitCode()).isEqualTo(4);
        assertThat(findings(true, 1).exitCode()).isEqualTo(4);
    }

    private static Findings findings(boolean back, int androidRowsChanged) {
        LiveWorkloadReport.Side android = new LiveWorkloadReport.Side(90, 0, 0, Map.of(), Duration.ZERO, 0);
        return new Findings(MIGRATED, NOTHING_COMPARED, back, android, androidRowsChanged);
    }
}
