package dev.changeover.contract.rules;

import static dev.changeover.contract.rules.ProgressMetricsTest.metric;
import static dev.changeover.contract.rules.ProgressMetricsTest.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The minutes in the section "Progress metrics" of the rules. */
class ProgressMinutesTest {
    @ParameterizedTest
    @CsvSource({
        "18, 18",
        "0, 0",
        "-5, 0",
        "-0, 0",
        "-1e400, 0",
        "true, 0",
        "null, 0",
        "'\"18\"', 0",
        "[18], 0",
        "{\"a\":18}, 0",
        "1.5e1, 15",
        "1E+1, 10",
        "0.49999999999999999999999999, 0",
        "0.5, 1",
        "2147483647, 2147483647",
        "2147483648, 2147483647",
        "2147483646.5, 2147483647",
        "99999999999, 2147483647",
        "1e400, 2147483647",
        "1e999999999, 2147483647",
        "1e99999999999999999999, 2147483647",
        "0e99999999999999999999, 0",
        "1e-999999999, 0",
        "1e-99999999999999999999, 0",
        "0.00012e+4, 1",
        "0.000, 0"
    })
    void totalTimeCountsNumbersOnlyAndEachFromNothingTo2147483647(String number, String total) {
        assertThat(metric("total_time_all_sessions", "[{\"totalDuration\":" + number + "}]"))
                .isEqualTo(total);
    }

    @Test
    void totalTimeIsSummedInExactDecimalsAndTheSumRoundedHalfUp() {
        assertThat(metric("total_time_all_sessions", minutes("0.1", "0.1", "0.3")))
                .isEqualTo("1");
        assertThat(metric("total_time_all_sessions", minutes("0.1", "0.1", "0.29999999999999999999")))
                .isEqualTo("0");
        assertThat(metric("total_time_all_sessions", minutes("1e-999999999", "17.5")))
                .isEqualTo("18");
    }

    @Test
    void totalTimeIsAtMost2147483647() {
        assertThat(metric("total_time_all_sessions", minutes("2147483647", "2147483647")))
                .isEqualTo("2147483647");
    }

    @Test
    void ofDuplicateMinutesTheLastCounts() {
        assertThat(metric("total_time_all_sessions", "[{\"totalDuration\":5,\"totalDuration\":7}]"))
                .isEqualTo("7");
        assertThat(metric("total_time_all_sessions", "[{\"totalDuration\":5,\"totalDuration\":\"7\"}]"))
                .isEqualTo("0");
    }

    @Test
    void theMinutesAreThoseOfTheEntryAndNotOfItsDrill() {
        assertThat(metric("total_time_all_sessions", "[{\"drill\":{\"totalDuration\":9},\"totalDuration\":7}]"))
                .isEqualTo("7");
    }

    @Test
    void aMillionDigitsTakeNoTime() {
        String long1 = "1." + "3".repeat(1_000_000);
        String long2 = "9".repeat(1_000_000);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(metric("total_time_all_sessions", minutes(long1, long2)))
                        .isEqualTo("2147483647"));
    }

    @Test
    void minutesPerSessionIsThatSumBeforeRounding() {
        assertThat(metric("minutes_per_session", minutes("0.4"), minutes("0.4")))
                .isEqualTo("0.4");
        assertThat(metric("total_time_all_sessions", minutes("0.4"), minutes("0.4")))
                .isEqualTo("1");
    }

    @Test
    void minutesPerSessionIsThatSumAlsoBeyondWhatTheTotalCanHold() {
        assertThat(metric("minutes_per_session", minutes("2147483647", "2147483647")))
                .isEqualTo("4294967294");
    }
}
