package dev.changeover.transform.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.HeldBackRow;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UserDifferenceTest {
    private static final String FILTERS = "saved_filters";
    private static final HeldBackRow HELD_BACK = new HeldBackRow(FILTERS, 2, QuarantineReason.NO_COUNTERPART);

    @Test
    void rowsThatCameChangedAndWentAreCountedByTable() {
        UserDocument before = user(1, List.of(), row(1, "one"), row(2, "two"), row(3, "three"));

        UserDifference difference = UserDifference.of(
                Optional.of(before), user(1, List.of(), row(2, "2"), row(3, "three"), row(4, "four")));

        assertThat(difference.tables()).containsExactly(Map.entry(FILTERS, new UserDifference.Rows(1, 1, 1)));
        assertThat(difference.isVisible()).isTrue();
    }

    @Test
    void aRowThatIsHeldBackNowStaysInTheTarget() {
        UserDocument before = user(1, List.of(), row(2, "two"));

        UserDifference difference = UserDifference.of(Optional.of(before), user(1, List.of(HELD_BACK)));

        assertThat(difference.tables()).isEmpty();
        assertThat(difference.heldBack()).isEqualTo(1);
    }

    @Test
    void aRowThatIsHeldBackNoMoreIsReleased() {
        UserDocument before = user(1, List.of(HELD_BACK));

        UserDifference difference = UserDifference.of(Optional.of(before), user(1, List.of(), row(2, "two")));

        assertThat(difference.released()).isEqualTo(1);
        assertThat(difference.tables()).containsExactly(Map.entry(FILTERS, new UserDifference.Rows(1, 0, 0)));
    }

    @Test
    void aNewerVersionOfTheSameRowsIsNothingThatTheTargetShows() {
        UserDocument before = user(1, List.of(), row(1, "one"));

        assertThat(UserDifference.of(Optional.of(before), user(2, List.of(), row(1, "one")))
                        .isVisible())
                .isFalse();
    }

    @Test
    void aUserThatCannotBeAssembledAnyMoreLosesNothing() {
        UserDocument before = user(1, List.of(), row(1, "one"));

        UserDifference difference =
                UserDifference.of(Optional.of(before), new UserDocument.Unreadable(7, FILTERS, 1, "why"));

        assertThat(difference.says()).isEqualTo(UserDifference.Says.REFUSED);
        assertThat(difference.tables()).isEmpty();
    }

    private record Filter(long id, String name) {}

    private static Filter row(long id, String name) {
        return new Filter(id, name);
    }

    private static UserDocument user(long lsn, List<HeldBackRow> heldBack, Filter... filters) {
        RowVersion version = new RowVersion(1, true, lsn);
        return new UserDocument.Present(
                7,
                "catalogue",
                Map.of(
                        "users",
                        List.of(new DocumentRow(7, 7, version, List.of("a@b"))),
                        FILTERS,
                        Arrays.stream(filters)
                                .map(each -> new DocumentRow(each.id(), 7, version, List.of(each.name())))
                                .toList()),
                heldBack,
                0);
    }
}
