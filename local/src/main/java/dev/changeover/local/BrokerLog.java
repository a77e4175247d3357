package dev.changeover.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * The records of an embedded broker from its files, for whoever may not start it: that would write. The broker may run meanwhile.
 *
 * @param broker its directory
 */
public record BrokerLog(Path broker) {
    private static final String SEGMENT = ".log";

    public BrokerLog {
        requireNonNull(broker, "broker");
    }

    /**
     * The last value of each key of a small topic of one partition that no transaction writes. A key whose last value is null is left out.
     *
     * @throws UncheckedIOException if the files cannot be read, or the topic is not there
     */
    public Map<String, byte[]> latest(String topic) {
        Map<String, byte[]> values = new HashMap<>();
        try {
            for (Path segment : segments(broker.resolve("log").resolve(topic + "-0"))) {
                read(segment, values);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private static void read(Path segment, Map<String, byte[]> values) throws IOException {
        FileRecords records = FileRecords.open(segment.toFile(), false);
        try {
            for (RecordBatch batch : records.batches()) {
                if (!batch.isControlBatch()) {
                    batch.forEach(each -> keep(each, values));
                }
            }
        } finally {
            records.closeHandlers(); // close() cuts the file to what it was when it was opened
        }
    }

    /** In the order of their offsets, which are their names, with zeros before. */
    private static List<Path> segments(Path partition) throws IOException {
        try (Stream<Path> all = Files.list(partition)) {
            return all.filter(file -> file.toString().endsWith(SEGMENT))
                    .sorted()
                    .toList();
        }
    }

    private static void keep(Record each, Map<String, byte[]> values) {
        String key = StandardCharsets.UTF_8.decode(each.key()).toString();
        ByteBuffer value = each.value();
        if (value == null) {
            values.remove(key);
            return;
        }
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        values.put(key, bytes);
    }
}
