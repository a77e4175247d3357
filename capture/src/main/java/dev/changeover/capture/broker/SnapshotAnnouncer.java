package dev.changeover.capture.broker;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.change.SnapshotEventCodec;
import dev.changeover.contract.topic.SourceTopics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Tells every partition of the control topic about a generation's snapshot, and returns when the broker has it. The same
 * announcement may come twice after a crash.
 */
public final class SnapshotAnnouncer {
    private final Outbox outbox;
    private final Broker broker;
    private final int partitions;

    /**
     * Announces through this outbox.
     *
     * @param partitions of the control topic and of each table topic
     */
    public SnapshotAnnouncer(Outbox outbox, Broker broker, int partitions) {
        this.outbox = requireNonNull(outbox, "outbox");
        this.broker = requireNonNull(broker, "broker");
        this.partitions = partitions;
    }

    /** To be called before the first record of the snapshot is sent. */
    public void started(int generation) {
        announce(new SnapshotEvent.Started(generation));
    }

    /** To be called when all of the snapshot is acknowledged, and nothing after it was sent. */
    public void ended(int generation) {
        announce(new SnapshotEvent.Ended(generation, broker.tableEnds(partitions)));
    }

    private void announce(SnapshotEvent event) {
        byte[] key = Integer.toString(event.generation()).getBytes(StandardCharsets.US_ASCII);
        byte[] value = SnapshotEventCodec.encode(event);
        for (int partition = 0; partition < partitions; partition++) {
            outbox.send(new ProducerRecord<>(SourceTopics.CONTROL, partition, key, value));
        }
        outbox.awaitAcknowledged();
    }
}
