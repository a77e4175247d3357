package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.SnapshotEvent;
import dev.changeover.contract.change.SnapshotEventCodec;
import dev.changeover.contract.topic.SourceTopics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Tells every partition of the control topic about a generation's snapshot, and returns when the broker has it. */
final class SnapshotAnnouncer {
    private final Outbox outbox;
    private final Broker broker;
    private final int partitions;

    SnapshotAnnouncer(Outbox outbox, Broker broker, int partitions) {
        this.outbox = requireNonNull(outbox, "outbox");
        this.broker = requireNonNull(broker, "broker");
        this.partitions = partitions;
    }

    void started(int generation) {
        announce(new SnapshotEvent.Started(generation));
    }

    /** To be called when all of the snapshot is acknowledged, and nothing after it was sent. */
    void ended(int generation) {
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
