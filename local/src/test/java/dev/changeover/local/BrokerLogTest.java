package dev.changeover.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments as Kafka writes them, without the broker. */
class BrokerLogTest {
    private static final String TOPIC = "changeover.state";
    private static final int WRITTEN_MEANWHILE = 20_000;

    @TempDir
    private Path broker;

    private Path partition = Path.of("");

    @BeforeEach
    void makePartition() throws IOException {
        partition = Files.createDirectories(broker.resolve("log").resolve(TOPIC + "-0"));
    }

    @Test
    void theLastValueOfEachKeyCountsAcrossSegmentsAndNullTakesItAway() throws IOException {
        append(0, batch(0, "a", "1"), batch(1, "b", "1"), batch(2, "c", "1"));
        append(3, batch(3, "a", "2"), batch(4, "b", null));

        assertThat(latest()).isEqualTo(Map.of("a", "2", "c", "1"));
    }

    @Test
    void aBatchThatIsNotWhollyWrittenYetIsNotThere() throws IOException {
        byte[] torn = batch(1, "a", "2");
        append(0, batch(0, "a", "1"), Arrays.copyOf(torn, torn.length - 1));

        assertThat(latest()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void aBrokerThatWritesMeanwhileIsNotDisturbed() throws Exception {
        append(0, batch(0, "a", "0"));
        Thread writer = new Thread(() -> {
            for (int offset = 1; offset <= WRITTEN_MEANWHILE; offset++) {
                append(0, batch(offset, "a", Integer.toString(offset)));
            }
        });
        writer.start();
        while (writer.isAlive()) {
            assertThat(latest()).containsOnlyKeys("a");
        }
        assertThat(latest()).isEqualTo(Map.of("a", Integer.toString(WRITTEN_MEANWHILE)));
    }

    @Test
    void aTopicThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> new BrokerLog(broker).latest("other")).isInstanceOf(UncheckedIOException.class);
    }

    private Map<String, String> latest() {
        Map<String, String> texts = new TreeMap<>();
        new BrokerLog(broker)
                .latest(TOPIC)
                .forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.UTF_8)));
        return texts;
    }

    private Path segment(long firstOffset) {
        return partition.resolve(String.format("%020d.log", firstOffset));
    }

    private void append(long firstOffset, byte[]... batches) {
        for (byte[] each : batches) {
            try {
                Files.write(segment(firstOffset), each, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] batch(long offset, String key, @Nullable String value) {
        SimpleRecord written = new SimpleRecord(
                0, key.getBytes(StandardCharsets.UTF_8), value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        MemoryRecords records = MemoryRecords.withRecords(offset, Compression.NONE, written);
        byte[] bytes = new byte[records.sizeInBytes()];
        records.buffer().get(bytes);
        return bytes;
    }
}
