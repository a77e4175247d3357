package dev.changeover.transform.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.change.SourceRow;
import dev.changeover.contract.plan.MigrationPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowMemoryTest {
    private final RowUnderTest row = RowUnderTest.withAtMost(10);

    @Test
    void aRowThatTwoUpdatesGrowPastTheLargestRecordIsUnreadableUntilItIsWrittenWhole() {
        row.take(upsert(1, "äbcdef", null, Set.of())); // seven bytes
        row.take(upsert(2, null, "123", Set.of(0)));
        assertThat(row.value()).isEqualTo("äbcdef/123");

        row.take(upsert(3, null, "1234", Set.of(0)));
        assertThat(row.value()).isEqualTo("unreadable/unreadable");

        row.take(upsert(4, "a", "1234", Set.of()));
        assertThat(row.value()).isEqualTo("a/1234");
    }

    private static RowHistory.Said upsert(
            long lsn, @Nullable String first, @Nullable String second, Set<Integer> unchanged) {
        int columns = MigrationPlan.table("saved_filters").source().columns().size();
        List<@Nullable String> values = new ArrayList<>(Collections.nCopies(columns, null));
        values.set(0, first);
        values.set(1, second);
        SourceRow source = new SourceRow(RowHistory.ROW, null, values);
        return new RowHistory.Said(new RowChange.Upsert(source, new RowVersion(1, true, lsn), unchanged), "");
    }
}
