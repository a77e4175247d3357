package dev.changeover.capture.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class RecordEncoderTest {
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .field(
                    "created_at",
                    SchemaBuilder.int64().optional().defaultValue(0L).build())
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("lsn", Schema.INT64_SCHEMA)
            .field("snapshot", Schema.STRING_SCHEMA)
            .build();
    private static final Schema ENVELOPE =
            SchemaBuilder.struct().field("after", ROW).field("source", SOURCE).build();

    @Test
    void explicitNullsAreNotReplacedByDefaults() {
        var record = new RecordEncoder(1_000, 1).encode(change());

        assertThat(new String(record.value(), UTF_8)).contains("\"after\":{\"created_at\":null}");
    }

    @Test
    void aRowLargerThanTheLimitIsUnreadableUnderItsKey() {
        var record = new RecordEncoder(10, 1).encode(change());

        assertThat(new String(record.key(), UTF_8)).isEqualTo("{\"id\":7}");
        assertThat(new String(record.value(), UTF_8))
                .startsWith("{\"unreadable\":")
                .contains("capture.maxRecordBytes is 10");
    }

    private static SourceRecord change() {
        Struct source = new Struct(SOURCE).put("lsn", 5L).put("snapshot", "false");
        Struct value = new Struct(ENVELOPE)
                .put("after", new Struct(ROW).put("created_at", null))
                .put("source", source);
        return new SourceRecord(Map.of(), Map.of(), "t", null, KEY, new Struct(KEY).put("id", 7), ENVELOPE, value);
    }
}
