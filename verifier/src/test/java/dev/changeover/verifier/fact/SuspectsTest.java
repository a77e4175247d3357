package dev.changeover.verifier.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.verifier.fact.Contradictions.Each;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SuspectsTest {
    private static final Each ONE = row(1, "as it was");
    private static final Each TWO = row(2, "as it was");

    @Test
    void whatIsGoneIsCleared() {
        Suspects suspects = new Suspects(seen(ONE));

        suspects.lookAgain(seen());

        assertThat(suspects.areSettled()).isTrue();
        assertThat(suspects.isAnyConfirmed()).isFalse();
    }

    @Test
    void whatIsThereInTheSameStateIsConfirmed() {
        Suspects suspects = new Suspects(seen(ONE, TWO));

        suspects.lookAgain(seen(ONE, row(2, "written")));

        assertThat(suspects.areSettled()).isTrue();
        assertThat(suspects.confirmed()).containsExactly(ONE);
    }

    @Test
    void whatWasWrittenIsFollowedUntilItIsGoneOrStaysAsItIs() {
        Suspects suspects = new Suspects(seen(ONE));

        suspects.lookAgain(seen(row(1, "written")));
        assertThat(suspects.areSettled()).isFalse();
        assertThat(suspects.open()).containsExactly(row(1, "written"));
        suspects.lookAgain(seen(row(1, "written")));

        assertThat(suspects.confirmed()).containsExactly(row(1, "written"));
    }

    @Test
    void whatComesNewIsUnderWay() {
        Suspects suspects = new Suspects(seen(ONE));

        suspects.lookAgain(seen(TWO));

        assertThat(suspects.areSettled()).isTrue();
        assertThat(suspects.isAnyConfirmed()).isFalse();
    }

    @Test
    void whatALaterListIsTooShortForStaysOpen() {
        Each last = row(5_000, "as it was");
        Suspects suspects = new Suspects(seen(last));

        suspects.lookAgain(many("new"));
        assertThat(suspects.areSettled()).isFalse();
        suspects.lookAgain(seen(last));

        assertThat(suspects.confirmed()).containsExactly(last);
    }

    @Test
    void whatTheFirstListWasTooShortForIsFollowedOnceItIsListed() {
        Each last = row(5_000, "as it was");
        Suspects suspects = new Suspects(many("as they were"));

        suspects.lookAgain(seen(last));
        assertThat(suspects.areSettled()).isFalse();
        suspects.lookAgain(seen(last));

        assertThat(suspects.confirmed()).containsExactly(last);
    }

    @Test
    void moreThanAListHoldsAndAllOfItUnderWayIsNoViolation() {
        Suspects suspects = new Suspects(many("as they were"));

        suspects.lookAgain(seen(row(9_000, "new")));
        suspects.lookAgain(seen());

        assertThat(suspects.areSettled()).isTrue();
        assertThat(suspects.isAnyConfirmed()).isFalse();
    }

    @Test
    void aLookThatSaysNothingOfThoseBeforeItConfirmsNothingAndForgetsNothing() {
        Suspects suspects = new Suspects(seen(ONE, TWO));

        suspects.startAgain(seen(ONE));
        assertThat(suspects.areSettled()).isFalse();
        assertThat(suspects.open()).containsExactly(ONE);
        suspects.lookAgain(seen(ONE));

        assertThat(suspects.confirmed()).containsExactly(ONE);
    }

    private static Each row(long id, String state) {
        return new Each(Long.toString(id), Long.toString(id), state);
    }

    private static Contradictions seen(Each... each) {
        return new Contradictions(each.length, List.of(each));
    }

    /** As many as a list holds, and one more that it does not. */
    private static Contradictions many(String state) {
        Stream<Each> listed =
                LongStream.rangeClosed(1, Contradictions.MOST_LISTED).mapToObj(id -> row(id, state));
        return new Contradictions(Contradictions.MOST_LISTED + 1L, listed.toList());
    }
}
