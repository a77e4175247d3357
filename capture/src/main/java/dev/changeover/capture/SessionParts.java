package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.broker.KafkaOutbox;
import dev.changeover.capture.broker.Outbox;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a session is put together from. There is one set for production; the tests of faults strike in between.
 *
 * @param outbox opens the way to the broker at these addresses
 * @param engineSettings has the last word on Debezium's settings
 * @param betweenConfirmations V1 hears of a position, and Kafka before it, at most this often
 * @param startLimit how long V1 may take to make a slot: it first waits for every transaction that is open
 */
record SessionParts(
        Function<String, Outbox> outbox,
        UnaryOperator<Properties> engineSettings,
        Duration betweenConfirmations,
        Duration startLimit) {
    static final SessionParts PRODUCTION =
            new SessionParts(KafkaOutbox::new, UnaryOperator.identity(), Duration.ofMillis(500), Duration.ofMinutes(2));

    SessionParts {
        requireNonNull(outbox, "outbox");
        requireNonNull(engineSettings, "engineSettings");
        requireNonNull(betweenConfirmations, "betweenConfirmations");
        requireNonNull(startLimit, "startLimit");
    }
}
