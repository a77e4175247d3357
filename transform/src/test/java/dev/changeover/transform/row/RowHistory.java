package dev.changeover.transform.row;

import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.change.SourceRow;
import dev.changeover.contract.plan.MigrationPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to one row of V1, as capture says it, and from where capture said it again. */
record RowHistory(List<Said> inOrder, List<Integer> restarts) {
    static final long ROW = 1;
    private static final int COLUMNS =
            MigrationPlan.table("saved_filters").sourceColumns().size();

    enum Kind {
        /** A new generation reads the row. */
        SNAPSHOT,
        UPSERT,
        /** The first column is out of line, did not change, and is not sent again. */
        UPSERT_WITHOUT_UNCHANGED,
        DELETE
    }

    /** @param lsnsLater 0: with the LSN of the change before */
    record Step(Kind kind, int lsnsLater) {}

    /** @param value the row afterwards: {@code large value/number of the change}, or that and how new it is when it is gone */
    record Said(RowChange change, String value) {}

    static RowHistory of(List<Step> steps, List<Integer> restarts) {
        List<Said> said = new ArrayList<>();
        int generation = 1;
        long lsn = 1;
        @Nullable String large = null;
        for (Step step : steps) {
            int number = said.size();
            lsn += step.lsnsLater;
            RowVersion version = new RowVersion(generation, true, lsn);
            if (step.kind == Kind.SNAPSHOT) {
                // higher than what is streamed next: a transaction may write before the snapshot and commit after it
                version = new RowVersion(++generation, false, lsn + 2);
            }
            if (step.kind == Kind.DELETE && large != null) {
                large = null;
                said.add(new Said(new RowChange.Delete(ROW, version), gone(version)));
            } else if (step.kind == Kind.UPSERT_WITHOUT_UNCHANGED && large != null) {
                said.add(new Said(upsert(null, number, version, Set.of(0)), large + "/" + number));
            } else {
                large = "large" + number;
                said.add(new Said(upsert(large, number, version, Set.of()), large + "/" + number));
            }
        }
        return new RowHistory(said, restarts);
    }

    /** What the table topic holds: half of it, and then from each restart to the end. */
    List<Said> withRepeats() {
        int half = inOrder.size() / 2 + 1;
        List<Said> all = new ArrayList<>(inOrder.subList(0, Math.min(half, inOrder.size())));
        for (int restart : restarts) {
            all.addAll(inOrder.subList(restart % half % inOrder.size(), inOrder.size()));
        }
        if (restarts.isEmpty()) {
            all.addAll(inOrder.subList(all.size(), inOrder.size()));
        }
        return all;
    }

    String lastValue() {
        return inOrder.get(inOrder.size() - 1).value;
    }

    /**
     * After which change the row was last like that; -1 before the first, and for what repeats within one LSN may leave for a
     * moment: a change of it that builds on another.
     */
    int indexOf(String value) {
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            if (numberOf(inOrder.get(i).value).equals(numberOf(value))) {
                return i;
            }
        }
        return -1;
    }

    boolean sameVersion(int one, int other) {
        RowVersion version = inOrder.get(one).change.version();
        return version.compareTo(inOrder.get(other).change.version()) == 0;
    }

    static String gone(RowVersion version) {
        return "gone/" + version;
    }

    private static String numberOf(String value) {
        return value.substring(value.indexOf('/') + 1);
    }

    private static RowChange upsert(@Nullable String large, int number, RowVersion version, Set<Integer> unchanged) {
        @Nullable String[] values = new @Nullable String[COLUMNS];
        values[0] = large;
        values[1] = Integer.toString(number);
        return new RowChange.Upsert(new SourceRow(ROW, 7L, Arrays.asList(values)), version, unchanged);
    }
}
