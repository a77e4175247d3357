package dev.changeover.capture.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.changeover.contract.topic.SourceTopics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Turns Debezium's record into the bytes of a table topic: JSON without schemas, as Kafka Connect would write it. A
 * value that is too large, or that Debezium cannot print, becomes an unreadable record under the row's key. Confined to
 * one thread.
 */
public final class RecordEncoder {
    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();
    private final int maxRecordBytes;
    private final List<Header> headers;

    /**
     * For one generation.
     *
     * @param maxRecordBytes a value that is larger as JSON becomes an unreadable record
     * @param generation goes with every record, as a header
     */
    public RecordEncoder(int maxRecordBytes, int generation) {
        this.maxRecordBytes = maxRecordBytes;
        byte[] header = Integer.toString(generation).getBytes(StandardCharsets.US_ASCII);
        headers = List.of(new RecordHeader(SourceTopics.GENERATION_HEADER, header));
        keys.configure(Map.of("schemas.enable", "false"), true);
        // Else a NULL in a column that has a default would become that default.
        values.configure(Map.of("schemas.enable", "false", "replace.null.with.default", "false"), false);
    }

    ProducerRecord<byte[], byte[]> encode(SourceRecord message) {
        byte[] key = keys.fromConnectData(message.topic(), message.keySchema(), message.key());
        return new ProducerRecord<>(message.topic(), null, null, key, value(message), headers);
    }

    private byte[] value(SourceRecord message) {
        try {
            byte[] value = values.fromConnectData(message.topic(), message.valueSchema(), message.value());
            return value.length <= maxRecordBytes
                    ? value
                    : unreadable(
                            message,
                            "the row is " + value.length + " bytes as JSON, and capture.maxRecordBytes is "
                                    + maxRecordBytes);
        } catch (DataException unprintable) {
            return unreadable(message, "Debezium read a value that it cannot print");
        }
    }

    private static byte[] unreadable(SourceRecord message, String reason) {
        Struct source = ((Struct) message.value()).getStruct("source");
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("unreadable", reason);
        json.putObject("source").put("lsn", source.getInt64("lsn")).put("snapshot", source.getString("snapshot"));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
