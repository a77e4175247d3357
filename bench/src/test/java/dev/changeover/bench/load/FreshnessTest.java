package dev.changeover.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    @Test
    void oneSlowCommitOfAHundredIsNotInThe99thPercentileButTwoAre() {
        List<Arrival> oneSlow = arrivals(1);
        List<Arrival> twoSlow = arrivals(2);

        assertThat(Freshness.of(oneSlow).p99Millis()).isCloseTo(100, within(1.0));
        assertThat(Freshness.of(twoSlow).p99Millis()).isCloseTo(3_000, within(5.0));
        assertThat(Freshness.of(twoSlow).p50Millis()).isCloseTo(100, within(1.0));
    }

    @Test
    void aWindowWithoutAMarkIsNoFreshness() {
        assertThatThrownBy(() -> Freshness.of(List.of())).hasMessageContaining("more seconds");
    }

    @Test
    void aMarkSaysItsNumberAndOtherTextNone() {
        assertThat(Mark.numberIn(Mark.text(42))).isEqualTo(42);
        assertThat(Mark.numberIn("goal_7")).isEqualTo(-1);
    }

    private static List<Arrival> arrivals(int slow) {
        return IntStream.range(0, 100)
                .mapToObj(i -> new Arrival(i, TimeUnit.MILLISECONDS.toNanos(i < slow ? 3_000 : 100)))
                .toList();
    }
}
