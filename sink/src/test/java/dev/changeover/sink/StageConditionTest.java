package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StageConditionTest {
    private final StageCondition condition = new StageCondition();

    private static Problem problem(String what) {
        return new Problem(Problem.Kind.UNEXPECTED, what, "why", "remedy");
    }

    @Test
    void waitingEndsWhenTheTargetServesAgain() {
        condition.serving();
        condition.waiting(problem("away"));
        assertThat(condition.state()).isEqualTo(Stage.State.WAITING);

        condition.serving();

        assertThat(condition.state()).isEqualTo(Stage.State.RUNNING);
        assertThat(condition.problem()).isEmpty();
    }

    @Test
    void theFirstFailureCountsAndStaysAfterTheStop() {
        assertThat(condition.fail(problem("first"))).isTrue();
        assertThat(condition.fail(problem("second"))).isFalse();

        condition.stopped();

        assertThat(condition.state()).isEqualTo(Stage.State.FAILED);
        assertThat(condition.problem()).contains(problem("first"));
    }

    @Test
    void aPauseEndsWhenTheSinkStops() {
        condition.stop();

        assertThatThrownBy(() -> condition.pause(Duration.ofHours(1))).isInstanceOf(InterruptedException.class);
    }
}
