package dev.changeover.bench.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CpuTimesTest {
    @Test
    void whatIsNotIdleIsBusyAndGuestsAreNotCountedTwice() {
        CpuTimes before = CpuTimes.of("cpu  100 0 50 800 50 0 0 0 90 0");
        CpuTimes after = CpuTimes.of("cpu  130 0 60 850 60 0 0 0 120 0");

        double busy = after.busyShareSince(before);

        assertThat(busy).isCloseTo(0.4, within(0.001));
    }

    @Test
    void withoutTimeThereIsNoShare() {
        CpuTimes now = CpuTimes.of("cpu  100 0 50 800 50 0 0 0 90 0");

        assertThat(now.busyShareSince(now)).isEqualTo(-1);
    }
}
