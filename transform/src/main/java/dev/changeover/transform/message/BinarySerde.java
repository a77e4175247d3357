package dev.changeover.transform.message;

import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Makes Kafka serdes of the binary records. Null, a removed entry of a store, stays null. */
public final class BinarySerde {
    private BinarySerde() {}

    @SuppressWarnings("NullAway") // Kafka passes null for a removed entry, but declares nothing
    public static <T> Serde<T> of(Function<T, byte[]> encode, Function<byte[], T> decode) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : encode.apply(value),
                (topic, bytes) -> bytes == null ? null : decode.apply(bytes));
    }
}
