package dev.changeover.capture.generation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.changeover.capture.broker.Broker;
import dev.changeover.capture.broker.Outbox;
import dev.changeover.capture.source.SourceShape;
import dev.changeover.contract.topic.SourceTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What capture remembers in Kafka between two runs. Every write returns when the broker has it. May be called from any
 * thread.
 */
public final class StateStore {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STATE = "state";
    private static final String RESNAPSHOT = "resnapshot";
    private static final String GAP = "gap";
    private static final String SHAPE = "shape";
    private static final String POSITION = "position";

    private final Outbox outbox;

    public StateStore(Outbox outbox) {
        this.outbox = requireNonNull(outbox, "outbox");
    }

    /**
     * What was remembered.
     *
     * @param confirmedLsn the highest position that V1 was ever let confirm in the state's generation; empty before
     *     there is one, and when the offsets topic was lost
     * @param resnapshot whether somebody asked for a new snapshot
     * @param gap why changes of V1 are missing in the topics, if some are
     * @param announced the last generation that was announced; 0 before the first
     * @param shape of V1 when the state's generation began; empty when a version of before wrote the state
     */
    public record Remembered(
            Optional<CaptureState> state,
            OptionalLong confirmedLsn,
            boolean resnapshot,
            Optional<String> gap,
            int announced,
            Optional<SourceShape> shape) {
        /** From the last value of each key of the three topics. */
        static Remembered of(Map<String, byte[]> kept, Map<String, byte[]> offsets, Set<String> announcements) {
            Optional<CaptureState> state =
                    Optional.ofNullable(kept.get(STATE)).map(bytes -> parse(bytes, CaptureState.class));
            OptionalLong confirmed = Stream.ofNullable(offsets.get(POSITION))
                    .map(bytes -> parse(bytes, Position.class))
                    .filter(position -> state.isPresent()
                            && position.generation() == state.get().generation())
                    .mapToLong(Position::confirmedLsn)
                    .findFirst();
            return new Remembered(
                    state,
                    confirmed,
                    kept.containsKey(RESNAPSHOT),
                    Optional.ofNullable(kept.get(GAP)).map(bytes -> new String(bytes, StandardCharsets.UTF_8)),
                    announcements.stream().mapToInt(Integer::parseInt).max().orElse(0),
                    Optional.ofNullable(kept.get(SHAPE))
                            .map(bytes -> parse(bytes, Shape.class))
                            .filter(shape -> state.isPresent()
                                    && shape.generation() == state.get().generation())
                            .map(Shape::shape));
        }
    }

    /** The position of one generation, as the offsets topic has it. */
    record Position(int generation, long confirmedLsn) {}

    /** V1's shape as one generation found it. */
    record Shape(int generation, SourceShape shape) {}

    /**
     * Everything that is remembered, from the three topics.
     *
     * @throws IllegalStateException when one holds what capture did not write
     */
    public static Remembered read(Broker broker) {
        return read(broker::latest);
    }

    /**
     * The same.
     *
     * @param latest the last value of each key of a topic
     */
    public static Remembered read(Function<String, Map<String, byte[]>> latest) {
        return Remembered.of(
                latest.apply(SourceTopics.STATE),
                latest.apply(SourceTopics.OFFSETS),
                latest.apply(SourceTopics.CONTROL).keySet());
    }

    /** Replaces what was remembered before. */
    public void remember(CaptureState state) {
        write(SourceTopics.STATE, STATE, print(state));
    }

    /** Must be called before the generation is remembered: a state without a shape was written by an earlier version. */
    public void remember(int generation, SourceShape shape) {
        write(SourceTopics.STATE, SHAPE, print(new Shape(generation, shape)));
    }

    /** Must be called before V1 hears of the position: a slot beyond it is then somebody else's doing. */
    public void confirm(int generation, long lsn) {
        write(SourceTopics.OFFSETS, POSITION, print(new Position(generation, lsn)));
    }

    /** The next start drops its slot and begins a generation. */
    public void requestResnapshot() {
        write(SourceTopics.STATE, RESNAPSHOT, "{}".getBytes(StandardCharsets.UTF_8));
    }

    /** A new generation has begun: it was asked for, and it has what was missing. */
    public void clearRequests() {
        write(SourceTopics.STATE, RESNAPSHOT, null);
        write(SourceTopics.STATE, GAP, null);
    }

    /** Changes of V1 did not reach the topics: only a new snapshot has them, whatever is put right in V1. */
    public void rememberGap(String reason) {
        write(SourceTopics.STATE, GAP, reason.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String topic, String key, byte @Nullable [] value) {
        outbox.send(new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value));
        outbox.awaitAcknowledged();
    }

    private static byte[] print(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible); // a record of numbers and texts always prints
        }
    }

    private static <T> T parse(byte[] bytes, Class<T> type) {
        try {
            return JSON.readValue(bytes, type);
        } catch (IOException broken) {
            throw new IllegalStateException(
                    "The topic " + SourceTopics.STATE + " holds what capture did not write: delete that topic and "
                            + SourceTopics.OFFSETS + ", then take a new snapshot with 'changeover capture resnapshot'",
                    broken);
        }
    }
}
