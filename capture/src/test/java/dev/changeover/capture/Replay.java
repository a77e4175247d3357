package dev.changeover.capture;

import dev.changeover.contract.change.RowChange;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.SourceColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One table as whoever replays its topic in order ends up with it, and as V1 prints it. Every value is text.
 *
 * @param rows what is left, by key
 * @param seen every version that was ever in the topic, deleted ones included
 */
record Replay(Map<Long, List<@Nullable String>> rows, Map<Long, Set<List<@Nullable String>>> seen) {
    /** @param generation 0 for all of them */
    static Replay of(CaptureWorld world, String table, int generation) {
        Map<Long, List<@Nullable String>> rows = new TreeMap<>();
        Map<Long, Set<List<@Nullable String>>> seen = new TreeMap<>();
        for (RowChange change : world.changes(table)) {
            if (generation != 0 && change.version().generation() != generation) {
                continue;
            }
            if (change instanceof RowChange.Upsert upsert) {
                List<@Nullable String> values = resolved(upsert, rows.get(change.id()));
                rows.put(change.id(), values);
                seen.computeIfAbsent(change.id(), id -> new HashSet<>()).add(values);
            } else if (change instanceof RowChange.Unreadable unreadable) {
                rows.put(change.id(), List.of(unreadable.reason()));
            } else {
                rows.remove(change.id());
            }
        }
        return new Replay(rows, seen);
    }

    /** A repeat that starts after the row's first version has no earlier one to take an unchanged value from. */
    private static List<@Nullable String> resolved(RowChange.Upsert change, @Nullable List<@Nullable String> before) {
        List<@Nullable String> values = new ArrayList<>(change.row().values());
        for (int place : change.unchanged()) {
            values.set(place, before == null ? "not sent again" : before.get(place));
        }
        return values;
    }

    /** The table in V1 at this moment. */
    static Map<Long, List<@Nullable String>> ofV1(CaptureWorld world, String table) throws SQLException {
        List<SourceColumn> columns = MigrationPlan.table(table).sourceColumns();
        String list = columns.stream().map(column -> column.name() + "::text").collect(Collectors.joining(", "));
        Map<Long, List<@Nullable String>> rows = new TreeMap<>();
        try (var own = world.connect();
                var statement = own.createStatement();
                ResultSet found = statement.executeQuery("SELECT id, " + list + " FROM " + table)) {
            while (found.next()) {
                List<@Nullable String> texts = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    texts.add(found.getString(i + 2));
                }
                rows.put(found.getLong(1), texts);
            }
        }
        return rows;
    }
}
