package dev.changeover.capture.engine;

import dev.changeover.capture.source.SourceChecks;
import dev.changeover.contract.plan.ColumnType;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.SourceTable;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.SourceTopics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a captured table of V1 changed its shape under way. Costs nothing for a record with the schema of the
 * one before it. Confined to one thread.
 */
final class TableShapes {
    private final Map<String, SourceTable> byTopic = new HashMap<>();
    private final Map<String, Schema> accepted = new HashMap<>();

    TableShapes() {
        SourceChecks.tables().forEach(table -> byTopic.put(SourceTopics.ofTable(table.name()), table));
    }

    /** Whether this is a record of a captured table, and not one of Debezium's own. */
    boolean isTable(SourceRecord message) {
        return byTopic.containsKey(message.topic());
    }

    /** @throws ProblemException when the record's table no longer has the columns of the plan */
    @SuppressWarnings("ReferenceEquality") // the connector builds one schema object for each shape it meets
    void requireKnown(SourceRecord message) {
        Schema schema = message.valueSchema();
        SourceTable table = byTopic.get(message.topic());
        if (table == null || accepted.get(message.topic()) == schema) {
            return;
        }
        requireKey(table, message.keySchema());
        Schema row = schema.field("after").schema();
        table.parentColumn().ifPresent(parent -> require(table, row, new SourceColumn(parent, ColumnType.INTEGER)));
        table.columns().forEach(column -> require(table, row, column));
        accepted.put(message.topic(), schema);
    }

    private static void requireKey(SourceTable table, @Nullable Schema key) {
        if (key == null || key.fields().size() != 1 || key.field("id") == null) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The table " + table.name() + " of V1 lost its primary key on id while capture ran",
                    "without it a change does not say which row it is of",
                    "add the key in V1 again; then run 'changeover capture resnapshot'"));
        }
    }

    private static void require(SourceTable table, Schema row, SourceColumn column) {
        Field field = row.field(column.name());
        if (field == null || !isOf(column.type(), field.schema())) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The column " + table.name() + "." + column.name() + " of V1 was "
                            + (field == null ? "dropped" : "changed to another type") + " while capture ran",
                    "the migration plan expects " + column.type().sqlName(),
                    "change V1 back, or adapt the migration plan; then run 'changeover capture resnapshot'"));
        }
    }

    private static boolean isOf(ColumnType type, Schema schema) {
        return switch (type) {
            case INTEGER -> schema.type() == Schema.Type.INT32;
            case BOOLEAN -> schema.type() == Schema.Type.BOOLEAN;
            case DOUBLE -> schema.type() == Schema.Type.FLOAT64;
            case TEXT, TEXT_ARRAY -> isText(schema, null);
            case JSON, JSONB -> isText(schema, io.debezium.data.Json.LOGICAL_NAME);
            case TIMESTAMP -> isText(schema, io.debezium.time.IsoTimestamp.SCHEMA_NAME);
            case UUID -> isText(schema, io.debezium.data.Uuid.LOGICAL_NAME);
        };
    }

    private static boolean isText(Schema schema, @Nullable String name) {
        return schema.type() == Schema.Type.STRING && java.util.Objects.equals(schema.name(), name);
    }
}
