package dev.changeover.capture;

import dev.changeover.capture.broker.Outbox;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Kafka, and a crash at one record. From the crash on nothing reaches the broker, and what V1 had of the engine is gone
 * before the engine hears of it, so that it cannot confirm anything in dying.
 */
final class CrashingOutbox implements Outbox {
    /** When the crash strikes. */
    enum Moment {
        BEFORE_THE_BROKER_HAS_THE_RECORD,
        AFTER_THE_BROKER_ACKNOWLEDGED_IT
    }

    /** The process is gone, as far as V1 and the broker can tell. */
    static final class Crash extends KafkaException {}

    private final Outbox kafka;
    private final Predicate<ProducerRecord<byte[], byte[]>> counted;
    private final int crashAt;
    private final Moment moment;
    private final Runnable cutV1;
    private int seen;
    private volatile boolean crashed;

    /** @param crashAt how many of the counted records come until the crash, itself included */
    CrashingOutbox(
            Outbox kafka,
            Predicate<ProducerRecord<byte[], byte[]>> counted,
            int crashAt,
            Moment moment,
            Runnable cutV1) {
        this.kafka = kafka;
        this.counted = counted;
        this.crashAt = crashAt;
        this.moment = moment;
        this.cutV1 = cutV1;
    }

    boolean isCrashed() {
        return crashed;
    }

    @Override
    public synchronized void send(ProducerRecord<byte[], byte[]> message) {
        refuseTheDead();
        if (counted.test(message)) {
            seen++;
            if (seen == crashAt && moment == Moment.BEFORE_THE_BROKER_HAS_THE_RECORD) {
                crash();
            }
        }
        kafka.send(message);
    }

    @Override
    public synchronized void awaitAcknowledged() {
        refuseTheDead();
        kafka.awaitAcknowledged();
        if (seen >= crashAt) {
            crash();
        }
    }

    private void crash() {
        cutV1.run();
        crashed = true;
        throw new Crash();
    }

    private void refuseTheDead() {
        if (crashed) {
            throw new Crash();
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
