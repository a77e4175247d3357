package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class RecordEncoderTest {
    @Test
    void nullStaysNullInAColumnThatHasADefault() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "created_at",
                        SchemaBuilder.int64().optional().defaultValue(0L).build())
                .build();
        Struct row = new Struct(schema).put("created_at", null);
        Schema keySchema =
                SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
        SourceRecord message = new SourceRecord(
                Map.of(), Map.of(), "topic", keySchema, new Struct(keySchema).put("id", 1), schema, row);

        byte[] value = new RecordEncoder(1 << 20, 1).encode(message).value();

        assertThat(new String(value, StandardCharsets.UTF_8)).isEqualTo("{\"created_at\":null}");
    }
}
