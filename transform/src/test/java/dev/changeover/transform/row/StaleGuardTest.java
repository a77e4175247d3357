package dev.changeover.transform.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.RowVersion;
import java.util.function.BiPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The guard against older changes, on one row: whatever happened to it in V1, and from wherever a crash made capture say it
 * again, the row ends as V1 has it and never goes back on the way.
 */
class StaleGuardTest {
    private static final int TRIES = 1_000;

    @Provide
    Arbitrary<RowHistory> histories() {
        Arbitrary<RowHistory.Step> step = Combinators.combine(
                        Arbitraries.of(RowHistory.Kind.class),
                        Arbitraries.integers().between(0, 2))
                .as(RowHistory.Step::new);
        Arbitrary<Integer> restart = Arbitraries.integers().between(0, 12);
        return Combinators.combine(
                        step.list().ofMinSize(1).ofMaxSize(12), restart.list().ofMaxSize(3))
                .as(RowHistory::of);
    }

    @Property(tries = TRIES)
    void theRowEndsAsV1HasItWhereverItIsSaidAgainFrom(@ForAll("histories") RowHistory history) {
        RowUnderTest row = RowUnderTest.ofTheTransform();

        history.withRepeats().forEach(row::take);

        assertThat(row.value()).isEqualTo(history.lastValue());
    }

    @Property(tries = TRIES)
    void theRowNeverGoesBack(@ForAll("histories") RowHistory history) {
        assertThat(neverGoesBack(RowUnderTest.ofTheTransform(), history)).isTrue();
    }

    @Example
    void aGuardThatIsWrongIsFound() {
        assertThat(survives((now, known) -> now.compareTo(known) < 0))
                .as("the right one")
                .isTrue();
        assertThat(survives((now, known) -> false)).as("no guard").isFalse();
        assertThat(survives((now, known) -> now.compareTo(known) <= 0))
                .as("equal is older")
                .isFalse();
        assertThat(survives((now, known) -> now.lsn() < known.lsn()))
                .as("the LSN alone")
                .isFalse();
        assertThat(survives((now, known) -> now.generation() == known.generation() && now.lsn() < known.lsn()))
                .as("snapshot rows by LSN")
                .isFalse();
        assertThat(survives((now, known) -> now.streamed() && known.streamed() && now.lsn() < known.lsn()))
                .as("generations do not count")
                .isFalse();
    }

    private boolean survives(BiPredicate<RowVersion, RowVersion> isOlder) {
        return histories().sampleStream().limit(TRIES).allMatch(history -> {
            RowUnderTest row = RowUnderTest.guardedBy(isOlder);
            boolean forward = neverGoesBack(row, history);
            return forward && row.value().equals(history.lastValue());
        });
    }

    private static boolean neverGoesBack(RowUnderTest row, RowHistory history) {
        int newest = -1;
        for (RowHistory.Said said : history.withRepeats()) {
            row.take(said);
            int now = history.indexOf(row.value());
            if (now >= 0 && now < newest && !history.sameVersion(now, newest)) {
                return false;
            }
            newest = Math.max(newest, now);
        }
        return true;
    }
}
