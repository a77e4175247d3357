package dev.changeover.cutover.preflight.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is made of facts that no local server can have. */
class ServerFactsTest {
    @Test
    void versionsFrom13To17AreKnown() {
        assertThat(status(ServerVersion.judged(12, "12.22"))).isEqualTo(Status.FAIL);
        assertThat(status(ServerVersion.judged(13, "13.0"))).isEqualTo(Status.PASS);
        assertThat(status(ServerVersion.judged(17, "17.5"))).isEqualTo(Status.PASS);
        assertThat(status(ServerVersion.judged(18, "18.1"))).isEqualTo(Status.WARN);
    }

    @Test
    void aClockIsWrongOnlyBeyondWhatTheRoundTripLeavesOpen() {
        Duration instant = Duration.ZERO;

        assertThat(status(ClockSkew.judged(Duration.ofSeconds(4), instant))).isEqualTo(Status.PASS);
        assertThat(status(ClockSkew.judged(Duration.ofSeconds(-4), instant))).isEqualTo(Status.PASS);
        assertThat(status(ClockSkew.judged(Duration.ofHours(1), instant))).isEqualTo(Status.WARN);
        assertThat(status(ClockSkew.judged(Duration.ofHours(-1), instant))).isEqualTo(Status.WARN);
        assertThat(status(ClockSkew.judged(Duration.ofSeconds(6), Duration.ofSeconds(4))))
                .isEqualTo(Status.PASS);
    }

    private static Status status(Judgement judgement) {
        return judgement.as(CheckName.V1_CLOCK).status();
    }
}
