package dev.changeover.capture.broker;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Where everything goes that capture writes to Kafka, in order. May be called from any thread. */
public interface Outbox extends AutoCloseable {
    /**
     * Hands one record over without waiting for the broker.
     *
     * @throws org.apache.kafka.common.KafkaException when an earlier record was not taken
     */
    void send(ProducerRecord<byte[], byte[]> message);

    /**
     * Returns when the broker has acknowledged everything that was sent so far.
     *
     * @throws org.apache.kafka.common.KafkaException when a record was not taken; none is taken any more then
     */
    void awaitAcknowledged();

    /** Gives what was sent a moment to arrive, and drops the rest. */
    @Override
    void close();
}
