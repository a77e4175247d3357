package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.topic.TargetTopics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what nobody else will: a transaction that is open in one of the transform's own topics, and that the broker's coordinator takes for
 * ended. A broker that looks for transactions that ran out of time before it is let into its cluster again leaves some: it takes their
 * partitions for deleted. Nobody reads past them, so that the transform would stand still for ever. Only the transform writes these topics, and what it had not committed it does again. Confined to one thread.
 */
final class ForgottenTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(ForgottenTransactions.class);
    /** Longer than any transaction may be open, so that none is ended that is about to be. */
    private static final Duration OPEN = StreamsSettings.TRANSACTION_TIMEOUT.plusSeconds(5);

    private static final Set<TransactionState> ENDING = Set.of(
            TransactionState.ONGOING,
            TransactionState.PREPARE_ABORT,
            TransactionState.PREPARE_COMMIT,
            TransactionState.PREPARE_EPOCH_FENCE);

    private final TargetTopics topics;
    private Map<Open, Long> firstSeen = Map.of();

    /** An open transaction, as its partition knows it. */
    private record Open(TopicPartition partition, long producer, int epoch, int coordinatorEpoch, long start) {}

    ForgottenTransactions(TargetTopics topics) {
        this.topics = requireNonNull(topics, "topics");
    }

    /** Looks once more, and ends what has been open for too long. */
    void end(Admin admin) throws InterruptedException {
        try {
            long now = System.nanoTime();
            Map<Open, Long> seen = new HashMap<>();
            for (Open each : open(admin)) {
                seen.put(each, firstSeen.getOrDefault(each, now));
            }
            firstSeen = seen;
            List<Open> old = seen.keySet().stream()
                    .filter(each -> now - seen.getOrDefault(each, now) > OPEN.toNanos())
                    .toList();
            Set<Long> known = old.isEmpty() ? Set.of() : known(admin);
            for (Open each : old) {
                if (!known.contains(each.producer)) {
                    end(admin, each);
                }
            }
        } catch (ExecutionException e) {
            LOG.atDebug().setCause(e).log("open transactions could not be looked at");
        }
    }

    private List<Open> open(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> names = new TreeSet<>(
                List.of(topics.documents(), topics.byParent(), topics.byUser(), topics.sweep(), topics.release()));
        for (String each : admin.listTopics().names().get()) {
            if (each.startsWith(topics.applicationId() + "-")) {
                names.add(each);
            }
        }
        List<TopicPartition> partitions = admin.describeTopics(names).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        return admin.describeProducers(partitions).all().get().entrySet().stream()
                .flatMap(each -> each.getValue().activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .map(producer -> open(each.getKey(), producer)))
                .toList();
    }

    private static Open open(TopicPartition partition, ProducerState producer) {
        return new Open(
                partition,
                producer.producerId(),
                producer.producerEpoch(),
                producer.coordinatorEpoch().orElse(0),
                producer.currentTransactionStartOffset().orElse(0));
    }

    /** Producers whose transaction the coordinator will end by itself. */
    private static Set<Long> known(Admin admin) throws ExecutionException, InterruptedException {
        Set<Long> known = new HashSet<>();
        admin.listTransactions(new ListTransactionsOptions().filterStates(ENDING))
                .all()
                .get()
                .forEach(each -> known.add(each.producerId()));
        return known;
    }

    private static void end(Admin admin, Open open) throws ExecutionException, InterruptedException {
        admin.abortTransaction(new AbortTransactionSpec(
                        open.partition, open.producer, (short) open.epoch, open.coordinatorEpoch))
                .all()
                .get();
        LOG.atWarn()
                .addKeyValue("partition", open.partition)
                .addKeyValue("offset", open.start)
                .log("transaction ended that the broker had forgotten, and that nobody could read past");
    }
}
