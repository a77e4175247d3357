package dev.changeover.sink;

import dev.changeover.sink.apply.Delivery;
import dev.changeover.sink.apply.DocumentApplier;
import dev.changeover.sink.apply.DueUser;
import dev.changeover.sink.apply.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again, by itself, what was refused or held back for a reason that may have gone: it reads the user's last document once
 * more, at its position. A document that is no longer there was followed by a newer one, which is on its way. Confined to one thread.
 */
final class Retrier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retrier.class);
    private static final int MAX_USERS = 50;
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final Duration MAX_READ = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final DocumentsTopicWatch watch;
    private final LongPredicate wanted;
    private final DocumentApplier applier;
    private final SinkTally tally;
    private final QuarantineReport report;
    private final StageCondition condition;

    Retrier(
            Consumer<byte[], byte[]> consumer,
            String topic,
            DocumentsTopicWatch watch,
            LongPredicate wanted,
            DocumentApplier applier,
            SinkTally tally,
            QuarantineReport report,
            StageCondition condition) {
        this.consumer = consumer;
        this.topic = topic;
        this.watch = watch;
        this.wanted = wanted;
        this.applier = applier;
        this.tally = tally;
        this.report = report;
        this.condition = condition;
    }

    void run() throws InterruptedException {
        while (!condition.isStopping()) {
            List<DueUser> due = applier.takeDue(MAX_USERS);
            List<Delivery> deliveries =
                    read(due.stream().filter(user -> wanted.test(user.userId())).toList());
            if (!deliveries.isEmpty() && !watch.isStillOurs()) {
                continue; // the broker is away; the users are due again after their back-off
            }
            var result = applier.apply(deliveries);
            tally.add(0, result);
            report.publish(result);
            if (due.isEmpty()) {
                condition.pause(BETWEEN);
            }
        }
    }

    private List<Delivery> read(List<DueUser> due) {
        Map<Position, DueUser> byPosition =
                due.stream().collect(Collectors.toMap(DueUser::position, Function.identity(), (one, other) -> one));
        List<Delivery> deliveries = new ArrayList<>();
        for (Position position : byPosition.keySet()) {
            recordAt(position).ifPresent(record -> deliveries.add(Deliveries.of(record, true)));
        }
        return deliveries;
    }

    private Optional<ConsumerRecord<byte[], byte[]>> recordAt(Position position) {
        TopicPartition partition = new TopicPartition(topic, position.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, position.offset());
        long deadline = System.nanoTime() + MAX_READ.toNanos();
        try {
            while (consumer.position(partition) <= position.offset() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    return record.offset() == position.offset() && record.value() != null
                            ? Optional.of(record)
                            : Optional.empty();
                }
            }
        } catch (OffsetOutOfRangeException e) {
            LOG.atWarn()
                    .addKeyValue("partition", position.partition())
                    .addKeyValue("offset", position.offset())
                    .log("a document that should be tried again was deleted from the topic; a newer one will be");
        } catch (RetriableException e) {
            LOG.atInfo()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("the broker is away; users in quarantine are tried again later");
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(3)));
    }
}
