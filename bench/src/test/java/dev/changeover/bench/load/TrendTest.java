package dev.changeover.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class TrendTest {
    @Test
    void aLagThatGrowsWithTheTimeIsSeenWhateverTheOrderOfArrival() {
        List<Arrival> arrivals = arrivals(second -> 300L + 100L * second);
        Collections.shuffle(arrivals, new Random(1));

        assertThat(Trend.grows(arrivals)).isTrue();
    }

    @Test
    void aSteadyLagDoesNotGrowHoweverLargeItIs() {
        List<Arrival> arrivals = arrivals(second -> 5_000);

        assertThat(Trend.grows(arrivals)).isFalse();
    }

    @Test
    void oneStallInTheMiddleIsNoTrend() {
        List<Arrival> arrivals = arrivals(second -> second == 10 ? 4_000 : 300);

        assertThat(Trend.grows(arrivals)).isFalse();
    }

    @Test
    void aFewMillisecondsMoreAreNoise() {
        List<Arrival> arrivals = arrivals(second -> second < 10 ? 100 : 300);

        assertThat(Trend.grows(arrivals)).isFalse();
    }

    @Test
    void withoutMarksNothingIsSaid() {
        assertThatThrownBy(() -> Trend.grows(List.of())).hasMessageContaining("Too few marks");
    }

    /** One mark a second, for twenty seconds. */
    private static List<Arrival> arrivals(IntToLongFunction millisAfter) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int second = 0; second < 20; second++) {
            arrivals.add(new Arrival(
                    TimeUnit.SECONDS.toNanos(second), TimeUnit.MILLISECONDS.toNanos(millisAfter.applyAsLong(second))));
        }
        return arrivals;
    }
}
