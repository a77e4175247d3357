package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.changeover.contract.topic.SourceTopics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What capture remembers in Kafka between two runs. Every write returns when the broker has it. */
final class StateStore {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STATE = "state";
    private static final String RESNAPSHOT = "resnapshot";
    private static final String POSITION = "position";

    private final Outbox outbox;

    StateStore(Outbox outbox) {
        this.outbox = requireNonNull(outbox, "outbox");
    }

    /**
     * What was remembered.
     *
     * @param confirmedLsn the highest position that V1 was ever let confirm; 0 before there is one
     */
    record Remembered(Optional<CaptureState> state, long confirmedLsn, boolean resnapshot) {}

    /** The position of one generation, as the offsets topic has it. */
    record Position(int generation, long confirmedLsn) {}

    static Remembered read(Broker broker) {
        Map<String, byte[]> kept = broker.latest(SourceTopics.STATE);
        Optional<CaptureState> state =
                Optional.ofNullable(kept.get(STATE)).map(bytes -> parse(bytes, CaptureState.class));
        long confirmed = Optional.ofNullable(broker.latest(SourceTopics.OFFSETS).get(POSITION))
                .map(bytes -> parse(bytes, Position.class))
                .filter(position -> state.isPresent()
                        && position.generation() == state.get().generation())
                .map(Position::confirmedLsn)
                .orElse(0L);
        return new Remembered(state, confirmed, kept.containsKey(RESNAPSHOT));
    }

    void remember(CaptureState state) {
        write(SourceTopics.STATE, STATE, print(state));
    }

    /** Must be called before V1 hears of the position: a slot beyond it is then somebody else's doing. */
    void confirm(int generation, long lsn) {
        write(SourceTopics.OFFSETS, POSITION, print(new Position(generation, lsn)));
    }

    void requestResnapshot() {
        write(SourceTopics.STATE, RESNAPSHOT, "{}".getBytes(StandardCharsets.UTF_8));
    }

    void clearResnapshot() {
        write(SourceTopics.STATE, RESNAPSHOT, null);
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
