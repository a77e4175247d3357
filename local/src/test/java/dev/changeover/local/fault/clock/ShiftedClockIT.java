package dev.changeover.local.fault.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShiftedClockIT {
    private static final long TOLERANCE = Duration.ofMinutes(2).toMillis();

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void shiftsTheTimeOfDayOfAnotherProcessAndNothingElse(Duration shift) throws Exception {
        long wallBefore = System.currentTimeMillis();
        long nanosBefore = System.nanoTime();

        ClockReading reading = ClockReading.ofProcess(ShiftedClock.javaArguments(shift));

        long expected = wallBefore + shift.toMillis();
        assertThat(reading.wall()).hasSize(5).allSatisfy(millis -> assertThat(millis)
                .isBetween(expected, expected + TOLERANCE));
        assertThat(reading.nanoTime()).isBetween(nanosBefore, System.nanoTime());
        assertThat(reading.waitedMillis()).isBetween(190L, TOLERANCE);
    }

    @Test
    void leavesAProcessAloneThatWasNotTold() throws Exception {
        long before = System.currentTimeMillis();

        ClockReading reading = ClockReading.ofProcess(List.of());

        assertThat(reading.wall()).allSatisfy(millis -> assertThat(millis).isBetween(before, before + TOLERANCE));
    }
}
