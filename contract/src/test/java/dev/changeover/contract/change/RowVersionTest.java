package dev.changeover.contract.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowVersionTest {
    @Test
    void aLaterGenerationIsNewerThanAnythingOfAnEarlierOne() {
        assertThat(new RowVersion(1, true, 900).isOlderThan(new RowVersion(2, false, 3)))
                .isTrue();
    }

    @Test
    void withinAGenerationAStreamedRowIsNewerThanASnapshotRowWhateverTheLsnsSay() {
        assertThat(new RowVersion(1, false, 900).isOlderThan(new RowVersion(1, true, 3)))
                .isTrue();
        assertThat(new RowVersion(1, true, 3).isOlderThan(new RowVersion(1, false, 900)))
                .isFalse();
    }

    @Test
    void betweenStreamedRowsTheLsnDecides() {
        assertThat(new RowVersion(1, true, 3).isOlderThan(new RowVersion(1, true, 4)))
                .isTrue();
        assertThat(new RowVersion(1, true, 4).isOlderThan(new RowVersion(1, true, 4)))
                .isFalse();
    }

    @Test
    void betweenSnapshotRowsOfOneGenerationTheLsnMeansNothing() {
        assertThat(new RowVersion(1, false, 3)).isEqualByComparingTo(new RowVersion(1, false, 4));
    }

    @Test
    void theNewerOfTwoDoesNotDependOnTheirOrder() {
        RowVersion older = new RowVersion(1, true, 3);
        RowVersion newer = new RowVersion(1, true, 4);

        assertThat(older.newerOf(newer)).isEqualTo(newer);
        assertThat(newer.newerOf(older)).isEqualTo(newer);
    }

    @Test
    void aGenerationIsNeverNegative() {
        assertThatThrownBy(() -> new RowVersion(-1, true, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
