package dev.changeover.local.sample;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Rows that belong to nobody, as both databases have them, with children that belong to nobody either. */
final class Orphans {
    private static final int OF_EACH_KIND = 3;
    private static final LocalDateTime WRITTEN = LocalDateTime.parse("2025-01-01T00:00:00");

    private Orphans() {}

    static List<SampleRow> rows(SampleCatalogue catalogue) {
        SampleDrill drill = catalogue.ofV1().get(0);
        SampleRow item = SampleRow.of(SampleTable.DRILL_GROUP_ITEMS, WRITTEN, drill, 0, WRITTEN);
        SampleRow ordered = SampleRow.of(SampleTable.ORDERED_SESSION_DRILLS, WRITTEN, drill, 0, 1, 1, 1, 1, 1, true);
        List<SampleRow> rows = new ArrayList<>();
        for (int number = 0; number < OF_EACH_KIND; number++) {
            String unique = "orphan-" + number;
            rows.add(SampleRow.of(SampleTable.COMPLETED_SESSIONS, WRITTEN, WRITTEN, 0, 0, "[]"));
            rows.add(SampleRow.of(
                    SampleTable.SESSION_PREFERENCES, WRITTEN, 15, "{}", null, null, null, null, WRITTEN, null));
            rows.add(SampleRow.of(SampleTable.DRILL_GROUPS, WRITTEN, unique, null, false)
                    .with(List.of(item)));
            rows.add(item);
            rows.add(SampleRow.of(SampleTable.TRAINING_SESSIONS, WRITTEN, 5, "[]", WRITTEN)
                    .with(List.of(ordered)));
            rows.add(ordered);
            rows.add(SampleRow.of(SampleTable.PROGRESS_HISTORY, WRITTEN, 0, 0, 0, WRITTEN));
            rows.add(SampleRow.of(SampleTable.SAVED_FILTERS, WRITTEN, unique, "lost", null, null, null, null, null));
            rows.add(SampleRow.of(SampleTable.REFRESH_TOKENS, WRITTEN, unique, WRITTEN, WRITTEN));
            rows.add(SampleRow.of(SampleTable.PASSWORD_RESET_CODES, WRITTEN, "000000", WRITTEN, WRITTEN));
        }
        return rows;
    }
}
