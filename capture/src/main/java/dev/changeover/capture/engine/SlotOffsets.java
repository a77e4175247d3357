package dev.changeover.capture.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;

/**
 * Tells Debezium to stream from the slot's own position, or nothing, so that it takes a snapshot.
 *
 * <p>The slot says which transactions the broker has whole. Told that and no more, Debezium takes every later
 * transaction from its first row; told its own offset it searches for a row to go on with, and then skips rows that
 * share that one's LSN or whose transaction was open. Repeats are harmless, so nothing outlives the engine here. Debezium
 * makes it by name; it must be public.
 */
public final class SlotOffsets implements OffsetBackingStore {
    /** The engine's setting that has the position, in decimal; absent before a snapshot. */
    public static final String RESUME_LSN = "changeover.resume.lsn";

    private final Map<ByteBuffer, ByteBuffer> confirmed = new ConcurrentHashMap<>();
    private String lsn = "";

    @Override
    public void configure(WorkerConfig config) {
        lsn = config.originalsStrings().getOrDefault(RESUME_LSN, "");
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        Map<ByteBuffer, ByteBuffer> offsets = new HashMap<>();
        if (!lsn.isEmpty()) {
            byte[] offset = ("{\"lsn\":" + lsn + "}").getBytes(StandardCharsets.US_ASCII);
            keys.forEach(key -> offsets.put(key, ByteBuffer.wrap(offset)));
        }
        for (ByteBuffer key : keys) {
            ByteBuffer later = confirmed.get(key);
            if (later != null) {
                offsets.put(key, later);
            }
        }
        return CompletableFuture.completedFuture(offsets);
    }

    /** Within one life of the engine the connector reads here what it may tell V1. */
    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> offsets, Callback<Void> callback) {
        confirmed.putAll(offsets);
        if (callback != null) {
            callback.onCompletion(null, null);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connector) {
        return Set.of();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
}
