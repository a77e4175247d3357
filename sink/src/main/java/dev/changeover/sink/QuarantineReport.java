package dev.changeover.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.sink.apply.BatchResult;
import dev.changeover.sink.apply.HeldBack;
import dev.changeover.sink.apply.UserOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the quarantine topic what was refused and why, after the transaction that says so in the ledger, which is the truth: a
 * record that the broker did not take is only missing here. Safe for any thread.
 */
final class QuarantineReport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineReport.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final Producer<byte[], byte[]> producer;
    private final String topic;

    QuarantineReport(Producer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    void publish(BatchResult result) {
        for (UserOutcome outcome : result.outcomes()) {
            if (outcome instanceof UserOutcome.Refused refused) {
                send(refused.userId(), "user", "", 0, refused.reason(), refused.detail());
            }
        }
        for (HeldBack row : result.heldBack()) {
            send(row.userId(), "row", row.table(), row.v1Id(), row.reason(), "");
        }
    }

    private void send(long user, String kind, String table, long row, QuarantineReason reason, String detail) {
        byte[] key = Long.toString(user).getBytes(StandardCharsets.US_ASCII);
        var unused = producer.send(
                new ProducerRecord<>(topic, key, json(user, kind, table, row, reason, detail)), (sent, failure) -> {
                    if (failure != null) {
                        LOG.atWarn()
                                .addKeyValue("user", user)
                                .addKeyValue("cause", failure.getClass().getSimpleName())
                                .log("the quarantine topic does not have an entry that the ledger has");
                    }
                });
    }

    /** Ids and names only; no value of a row. */
    private static byte[] json(long user, String kind, String table, long row, QuarantineReason reason, String detail) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("user", user);
            json.writeStringField("kind", kind);
            if (!table.isEmpty()) {
                json.writeStringField("table", table);
                json.writeNumberField("row", row);
            }
            json.writeStringField("reason", reason.code());
            json.writeStringField("meaning", reason.meaning());
            if (!detail.isEmpty()) {
                json.writeStringField("detail", detail);
            }
            json.writeStringField("remedy", reason.remedy());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ofSeconds(3));
    }
}
