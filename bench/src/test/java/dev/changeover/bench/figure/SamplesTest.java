package dev.changeover.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddleOneWhateverTheirOrder() {
        Samples samples = Samples.of(9, 1, 4);

        assertThat(samples.median()).isEqualTo(4);
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfBothInTheMiddle() {
        Samples samples = Samples.of(10, 1, 4, 2);

        assertThat(samples.median()).isEqualTo(3);
    }

    @Test
    void theRangeIsOfAllSamples() {
        Samples samples = Samples.of(4, 9, 1);

        assertThat(samples.min()).isEqualTo(1);
        assertThat(samples.max()).isEqualTo(9);
    }

    @Test
    void aRatioIsTakenRoundByRoundAndNotOfTheMedians() {
        Samples ours = Samples.of(10, 30, 12);
        Samples reference = Samples.of(5, 10, 2);

        Samples ratio = ours.dividedBy(reference);

        assertThat(ratio.values()).containsExactly(2.0, 3.0, 6.0);
    }

    @Test
    void whatIsCommonIsTakenAwayRoundByRound() {
        Samples whole = Samples.of(10, 30);
        Samples empty = Samples.of(4, 5);

        assertThat(whole.minus(empty).values()).containsExactly(6.0, 25.0);
    }

    @Test
    void samplesWithoutTheirReferenceAreRefused() {
        Samples ours = Samples.of(1, 2);
        Samples reference = Samples.of(1);

        assertThatThrownBy(() -> ours.dividedBy(reference)).hasMessageContaining("as many samples");
    }

    @Test
    void nothingMeasuredIsNoFigure() {
        assertThatThrownBy(() -> new Samples(List.of())).hasMessageContaining("measure at least once");
    }

    @Test
    void aRatioToNothingIsRefused() {
        Samples ours = Samples.of(1);
        Samples nothing = Samples.of(0);

        assertThatThrownBy(() -> ours.dividedBy(nothing)).hasMessageContaining("is a number");
    }
}
