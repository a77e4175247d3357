package dev.changeover.contract.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaceVersionTest {
    @Test
    void aRowThatMovedItselfIsNewerWhateverTheLinksSay() {
        PlaceVersion movedWithItsParent = place(50, 200);
        PlaceVersion movedItself = place(100, 60); // written before the parent moved, committed after it

        assertThat(movedWithItsParent.isOlderThan(movedItself)).isTrue();
        assertThat(movedItself.isOlderThan(movedWithItsParent)).isFalse();
    }

    @Test
    void ofOneVersionOfARowTheNewerLinkDecides() {
        assertThat(place(50, 60).isOlderThan(place(50, 200))).isTrue();
        assertThat(place(50, 200).isOlderThan(place(50, 60))).isFalse();
        assertThat(place(50, 60).isOlderThan(place(50, 60))).isFalse();
    }

    @Test
    void whereALinkIsNotKnownTheNewerOfBothCounts() {
        PlaceVersion before = PlaceVersion.of(at(200)); // an earlier version wrote it, of 100 and 200

        assertThat(before.isOlderThan(place(100, 300))).isTrue();
        assertThat(place(100, 150).isOlderThan(before)).isTrue();
        assertThat(before.isOlderThan(place(100, 200))).isFalse();
    }

    @Test
    void aRowOnItsUserIsAsNewAsItself() {
        assertThat(PlaceVersion.of(at(5)).isOlderThan(PlaceVersion.of(at(6)))).isTrue();
        assertThat(PlaceVersion.of(at(5)).newest()).isEqualTo(at(5));
        assertThat(place(5, 9).newest()).isEqualTo(at(9));
    }

    private static PlaceVersion place(long row, long link) {
        return new PlaceVersion(at(row), at(link));
    }

    private static RowVersion at(long lsn) {
        return new RowVersion(1, true, lsn);
    }
}
