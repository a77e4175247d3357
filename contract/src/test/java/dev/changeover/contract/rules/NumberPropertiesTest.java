package dev.changeover.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** Minutes are exact decimals, and a printed figure is the double that it was. */
class NumberPropertiesTest {
    @Property
    void minutesAreExact(
            @ForAll @BigRange(min = "0", max = "2147483647") @Scale(20) BigDecimal value,
            @ForAll @IntRange(min = -30, max = 30) int exponent) {
        BigDecimal moved = value.scaleByPowerOfTen(-exponent);

        assertThat(Minutes.of(moved.toPlainString())).isEqualByComparingTo(moved.min(Minutes.MAX));
        assertThat(Minutes.of(moved.toPlainString() + "e" + exponent)).isEqualByComparingTo(value);
        assertThat(Minutes.of(value.toPlainString() + "E+0000")).isEqualByComparingTo(value);
    }

    @Property
    void aPrintedFigureIsTheRoundedDouble(@ForAll @DoubleRange(min = 0, max = 1e18) double value) {
        double rounded =
                new BigDecimal(value).setScale(1, RoundingMode.HALF_EVEN).doubleValue();

        assertThat(Double.parseDouble(OneDecimal.of(value, 1))).isEqualTo(rounded);
    }

    @Property
    void theQuickWayAndTheExactOnePrintTheSame(
            @ForAll @DoubleRange(min = 0, max = 1e6) double anything,
            @ForAll @IntRange(min = 0, max = 4_000_000) int minutes,
            @ForAll @IntRange(min = 1, max = 5_000) int sessions) {
        assertThat(OneDecimal.of(anything, sessions)).isEqualTo(OneDecimal.exactly(anything / sessions));
        assertThat(OneDecimal.of(minutes, sessions)).isEqualTo(OneDecimal.exactly((double) minutes / sessions));
        assertThat(OneDecimal.of(minutes, 20)).isEqualTo(OneDecimal.exactly(minutes / 20.0));
    }
}
