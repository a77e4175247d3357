package dev.changeover.local.sample;

import static java.util.Objects.requireNonNull;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a user, without ids.
 *
 * @param since when the application wrote it; decides whether the copies of the test day have it
 * @param cells in the order of the table's columns after id and parent
 */
record SampleRow(SampleTable table, LocalDateTime since, List<@Nullable Object> cells, List<SampleRow> children) {
    SampleRow {
        requireNonNull(table, "table");
        requireNonNull(since, "since");
        children = List.copyOf(children);
    }

    static SampleRow of(SampleTable table, LocalDateTime since, @Nullable Object... cells) {
        return new SampleRow(table, since, Collections.unmodifiableList(Arrays.asList(cells)), List.of());
    }

    SampleRow with(List<SampleRow> newChildren) {
        return new SampleRow(table, since, cells, newChildren);
    }
}
