package dev.changeover.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GoalTest {
    @Test
    void whereLessIsBetterTheBarItselfPasses() {
        Goal goal = Goal.atMost(6, 4);

        assertThat(goal.judge(3.9)).isEqualTo(Verdict.AIM);
        assertThat(goal.judge(4)).isEqualTo(Verdict.AIM);
        assertThat(goal.judge(4.1)).isEqualTo(Verdict.PASS);
        assertThat(goal.judge(6)).isEqualTo(Verdict.PASS);
        assertThat(goal.judge(6.01)).isEqualTo(Verdict.OVER);
    }

    @Test
    void whereMoreIsBetterTheBarItselfPasses() {
        Goal goal = Goal.atLeast(200, 500);

        assertThat(goal.judge(500)).isEqualTo(Verdict.AIM);
        assertThat(goal.judge(499)).isEqualTo(Verdict.PASS);
        assertThat(goal.judge(200)).isEqualTo(Verdict.PASS);
        assertThat(goal.judge(199)).isEqualTo(Verdict.OVER);
    }

    @Test
    void theMedianIsJudgedAndNotTheBestSample() {
        Figure figure = Figure.judged("seconds", "s", Goal.atMost(6, 4), Samples.of(1, 7, 8));

        assertThat(figure.verdict()).isEqualTo(Verdict.OVER);
    }

    @Test
    void whatNothingIsAskedOfHasNoVerdict() {
        Figure figure = Figure.plain("seconds", "s", Samples.of(1));

        assertThat(figure.verdict()).isEqualTo(Verdict.NONE);
    }

    @Test
    void anAimThatIsEasierThanTheBarIsRefused() {
        assertThatThrownBy(() -> Goal.atMost(4, 6)).hasMessageContaining("at least as strict");
        assertThatThrownBy(() -> Goal.atLeast(500, 200)).hasMessageContaining("at least as strict");
    }
}
