package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.capture.broker.KafkaOutbox;
import dev.changeover.capture.broker.Outbox;
import dev.changeover.contract.change.CaptureProgress;
import dev.changeover.contract.topic.SourceTopics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A table that is written anew is empty for a snapshot that began before, and read none of it yet. */
class SchemaChangeInSnapshotIT {
    private static final List<String> TABLES = List.of("drill_groups", "training_sessions");

    @Test
    void aSnapshotThatATableWasWrittenAnewUnderIsTakenAgainByItself() throws SQLException {
        try (CaptureWorld world = CaptureWorld.create()) {
            world.sql("INSERT INTO drill_groups (id, name) SELECT i, 'n' FROM generate_series(1, 300) i");
            world.sql("INSERT INTO training_sessions (id, total_duration) SELECT i, i FROM generate_series(1, 300) i");
            AtomicBoolean deployed = new AtomicBoolean();
            SessionParts parts = new SessionParts(
                    addresses -> new Deploying(new KafkaOutbox(addresses), world, deployed),
                    SessionParts.PRODUCTION.engineSettings(),
                    Duration.ofMillis(500),
                    Duration.ofMinutes(1));

            try (Capture capture = Capture.start(world.config(), parts)) {
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> capture.status().doing() == CaptureProgress.State.STREAMING);

                int generation = capture.status().generation();
                assertThat(generation).isGreaterThan(1);
                for (String table : TABLES) {
                    assertThat(Replay.of(world, table, generation).rows())
                            .as(table)
                            .hasSize(300)
                            .isEqualTo(Replay.ofV1(world, table));
                }
            }
        }
    }

    /** Changes the schema of the table that the snapshot has not begun with, once. */
    private static final class Deploying implements Outbox {
        private final Outbox kafka;
        private final CaptureWorld world;
        private final AtomicBoolean deployed;

        Deploying(Outbox kafka, CaptureWorld world, AtomicBoolean deployed) {
            this.kafka = kafka;
            this.world = world;
            this.deployed = deployed;
        }

        @Override
        public void send(ProducerRecord<byte[], byte[]> message) {
            for (String table : TABLES) {
                if (message.topic().equals(SourceTopics.ofTable(table)) && deployed.compareAndSet(false, true)) {
                    String other = TABLES.get(1 - TABLES.indexOf(table));
                    try {
                        world.sql("ALTER TABLE " + other + " ADD COLUMN mark uuid DEFAULT gen_random_uuid()");
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                }
            }
            kafka.send(message);
        }

        @Override
        public void awaitAcknowledged() {
            kafka.awaitAcknowledged();
        }

        @Override
        public void close() {
            kafka.close();
        }
    }
}
