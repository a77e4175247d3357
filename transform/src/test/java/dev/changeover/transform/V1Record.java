package dev.changeover.transform;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.changeover.contract.change.RowChangeReader;
import dev.changeover.contract.plan.ColumnType;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.SourceTable;
import dev.changeover.contract.topic.SourceTopics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** One record of a table topic, as Debezium writes it. */
record V1Record(String table, long id, String value, int generation) {
    /** A row as the snapshot of a generation found it. */
    static V1Record snapshot(int generation, String table, long id, @Nullable Long parent, String... columns) {
        return new V1Record(table, id, envelope("r", true, 0, after(table, id, parent, columns)), generation);
    }

    /** A row as a streamed change left it. {@code columns}: name and value by turns; the others are NULL. */
    static V1Record streamed(
            int generation, long lsn, String table, long id, @Nullable Long parent, String... columns) {
        return new V1Record(table, id, envelope("u", false, lsn, after(table, id, parent, columns)), generation);
    }

    static V1Record deleted(int generation, long lsn, String table, long id) {
        return new V1Record(table, id, envelope("d", false, lsn, "null"), generation);
    }

    static V1Record unreadable(int generation, long lsn, String table, long id) {
        String value = "{\"unreadable\":\"too large\",\"source\":{\"lsn\":" + lsn + ",\"snapshot\":\"false\"}}";
        return new V1Record(table, id, value, generation);
    }

    String topic() {
        return SourceTopics.ofTable(table);
    }

    byte[] key() {
        return ("{\"id\":" + id + "}").getBytes(UTF_8);
    }

    byte[] bytes() {
        return value.getBytes(UTF_8);
    }

    Headers headers() {
        return new RecordHeaders()
                .add(
                        SourceTopics.GENERATION_HEADER,
                        Integer.toString(generation).getBytes(US_ASCII));
    }

    private static String envelope(String op, boolean snapshot, long lsn, String after) {
        return "{\"before\":null,\"after\":" + after + ",\"source\":{\"lsn\":" + lsn + ",\"snapshot\":\"" + snapshot
                + "\"},\"op\":\"" + op + "\"}";
    }

    private static String after(String table, long id, @Nullable Long parent, String... columns) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            given.put(columns[i], columns[i + 1]);
        }
        SourceTable plan = table.equals(MigrationPlan.DRILLS)
                ? MigrationPlan.drills()
                : MigrationPlan.table(table).source();
        StringBuilder json = new StringBuilder("{\"id\":" + id);
        plan.parentColumn().ifPresent(column -> json.append(",\"" + column + "\":" + parent));
        for (SourceColumn column : plan.columns()) {
            json.append(",\"" + column.name() + "\":").append(printed(column, given.remove(column.name())));
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(table + " has no column " + given.keySet());
        }
        return json.append("}").toString();
    }

    private static String printed(SourceColumn column, @Nullable String value) {
        boolean bare = column.type() == ColumnType.INTEGER || column.type() == ColumnType.BOOLEAN;
        if (value == null || (bare && !value.equals(RowChangeReader.UNAVAILABLE))) {
            return String.valueOf(value);
        }
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
