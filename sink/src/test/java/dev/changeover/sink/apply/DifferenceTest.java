package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.PlaceVersion;
import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final TablePlan FILTERS = MigrationPlan.table("saved_filters");
    private static final RowKey KEY = RowKey.of(FILTERS, 7);

    private static WantedRow wanted(long owner, long lsn, long hash) {
        return new WantedRow(FILTERS, new DocumentRow(7, owner, at(lsn), List.of("x")), owner, hash);
    }

    private static LedgerRow entry(long owner, long lsn, long hash, boolean live) {
        return new LedgerRow(KEY, 70, owner, PlaceVersion.of(at(lsn)), live, hash, 0);
    }

    private static RowVersion at(long lsn) {
        return new RowVersion(1, true, lsn);
    }

    private static HeldBackRows heldBackBy(long user) {
        HeldBackRows rows = new HeldBackRows();
        rows.add(List.of(new HeldBack(user, FILTERS.name(), KEY.v1Id(), QuarantineReason.NO_COUNTERPART)));
        return rows;
    }

    private static Difference between(WantedRow wanted, LedgerRow entry) {
        return Difference.between(Set.of(wanted.owner()), List.of(wanted), Map.of(KEY, entry), new HeldBackRows());
    }

    @Test
    void anEqualRowHasNothingToWrite() {
        Difference difference = between(wanted(1, 5, 9), entry(1, 5, 9, true));

        assertThat(difference).isEqualTo(new Difference(List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void anOlderRowOfAnotherUserIsLeftAlone() {
        Difference difference = between(wanted(1, 4, 8), entry(2, 5, 9, true));

        assertThat(difference).isEqualTo(new Difference(List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void withinAUserTheDocumentIsRightWhateverTheVersionSays() {
        Difference difference = between(wanted(1, 4, 8), entry(1, 5, 9, true));

        assertThat(difference.changed()).hasSize(1);
    }

    @Test
    void aNewerVersionOfEqualContentChangesTheLedgerAlone() {
        Difference difference = between(wanted(2, 6, 9), entry(1, 5, 9, true));

        assertThat(difference.moved()).hasSize(1);
        assertThat(difference.changed()).isEmpty();
    }

    @Test
    void aRowThatLeftComesBack() {
        Difference difference = between(wanted(2, 6, 9), entry(1, 5, 9, false));

        assertThat(difference.returning()).hasSize(1);
    }

    @Test
    void aMissingRowIsGoneOnlyIfItIsStillThatUsers() {
        assertThat(Difference.between(Set.of(1L), List.of(), Map.of(KEY, entry(1, 5, 9, true)), new HeldBackRows())
                        .gone())
                .hasSize(1);
        assertThat(Difference.between(Set.of(1L), List.of(), Map.of(KEY, entry(2, 5, 9, true)), new HeldBackRows())
                        .gone())
                .isEmpty();
    }

    @Test
    void aHeldBackRowIsNeitherWrittenNorGone() {
        Difference difference = Difference.between(
                Set.of(1L), List.of(wanted(1, 6, 8)), Map.of(KEY, entry(1, 5, 9, true)), heldBackBy(1));

        assertThat(difference).isEqualTo(new Difference(List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void aRowThatTheFormerOwnersOlderDocumentHoldsBackIsWrittenForItsNewOwner() {
        Difference difference = Difference.between(Set.of(1L, 2L), List.of(wanted(2, 6, 8)), Map.of(), heldBackBy(1));

        assertThat(difference.fresh()).hasSize(1);
    }
}
