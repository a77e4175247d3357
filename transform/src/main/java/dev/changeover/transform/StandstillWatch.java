package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.topic.TargetTopics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices on a thread of its own when Kafka Streams stands still without a word, as it does while its group does not let it in: says why,
 * gives up when waiting has become pointless, and ends transactions that the broker has forgotten. A broker that does not answer is waited for as long as it takes.
 */
final class StandstillWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StandstillWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS_AT_TRANSACTIONS = Duration.ofSeconds(10);
    private static final String GROUP_METRICS = "consumer-coordinator-metrics";
    private static final String HEARTBEATS = "heartbeat-total";

    private final KafkaStreams streams;
    private final BrokerProbe broker;
    private final ForgottenTransactions forgotten;
    private final String group;
    private final Patience patience;
    private final Consumer<Problem> givesUp;
    private final AtomicLong restored = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "transform-standstill-watch");
    private volatile @Nullable Problem standstill;

    /**
     * How long a standstill is borne.
     *
     * @param silent before it is said
     * @param vain from when the broker answers again until the transform gives up
     */
    record Patience(Duration silent, Duration vain) {
        /** A group rightly waits for five minutes for a member that is busy, and keeps all others waiting. */
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(30), Duration.ofMinutes(6));
    }

    /**
     * Must be made before the topology is started.
     *
     * @param givesUp told once, on the watch's thread, why it is pointless to wait any longer
     */
    StandstillWatch(
            KafkaStreams streams,
            BrokerProbe broker,
            TargetTopics topics,
            Patience patience,
            Consumer<Problem> givesUp) {
        this.streams = requireNonNull(streams, "streams");
        this.broker = requireNonNull(broker, "broker");
        this.forgotten = new ForgottenTransactions(topics);
        this.group = topics.applicationId();
        this.patience = requireNonNull(patience, "patience");
        this.givesUp = requireNonNull(givesUp, "givesUp");
        streams.setGlobalStateRestoreListener(new RestoreCount(restored));
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Why nothing moves; empty as long as something does. */
    Optional<Problem> standstill() {
        return Optional.ofNullable(standstill);
    }

    private void run() {
        SignsOfLife signs = new SignsOfLife(System.nanoTime());
        long lookedAtTransactions = System.nanoTime();
        try {
            while (!closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                signs.note(now, heartbeats(), streams.state() == KafkaStreams.State.RUNNING, restored.get());
                Duration outside = signs.outside(now);
                Duration unready = signs.unready(now);
                if (longer(outside, unready).compareTo(patience.silent) < 0) {
                    moves();
                } else if (!standsStill(outside, unready)) {
                    return;
                }
                if (now - lookedAtTransactions > BETWEEN_LOOKS_AT_TRANSACTIONS.toNanos()) {
                    Optional<Admin> admin = broker.admin();
                    if (admin.isPresent()) {
                        forgotten.end(admin.get());
                    }
                    lookedAtTransactions = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            broker.close();
        }
    }

    private void moves() {
        if (standstill != null) {
            standstill = null;
            broker.forget();
            LOG.atInfo().log("transform goes on");
        }
    }

    /** Whether to go on watching. */
    private boolean standsStill(Duration outside, Duration unready) throws InterruptedException {
        Optional<Duration> answering = broker.answeringFor();
        String why;
        if (answering.isEmpty()) {
            why = "the broker does not answer";
        } else if (outside.compareTo(patience.silent) >= 0) {
            why = "the broker answers, but its group " + group + " has not let it in for " + outside.toSeconds() + " s";
        } else {
            why = "it is in the group " + group
                    + ", but the broker has given it neither its state nor its positions for " + unready.toSeconds()
                    + " s, as it does while a transaction is open that nobody will end";
        }
        boolean vain = answering.isPresent()
                && shorter(answering.get(), longer(outside, unready)).compareTo(patience.vain) >= 0;
        Problem problem = vain
                ? new Problem(
                        Problem.Kind.UNEXPECTED,
                        "The transform stopped, because it stood still",
                        why,
                        "start it again; if it stands still again, run Kafka's kafka-transactions tool with find-hanging, abort what"
                                + " it finds, and restart the broker")
                : new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        "The transform stands still",
                        why,
                        "check the broker and the other instances; the transform goes on by itself, or stops");
        if (standstill == null || vain) {
            LOG.atWarn().addKeyValue("reason", why).log("transform stands still");
        }
        standstill = problem;
        if (vain) {
            givesUp.accept(problem);
        }
        return !vain;
    }

    /** Of the threads that live: Kafka Streams keeps the metrics of those it has replaced. */
    private Map<String, Double> heartbeats() {
        Set<String> living = streams.metadataForLocalThreads().stream()
                .map(ThreadMetadata::consumerClientId)
                .collect(Collectors.toSet());
        Map<String, Double> heartbeats = new HashMap<>();
        streams.metrics().forEach((name, metric) -> {
            String thread = name.tags().getOrDefault("client-id", "");
            if (name.group().equals(GROUP_METRICS)
                    && name.name().equals(HEARTBEATS)
                    && living.contains(thread)
                    && metric.metricValue() instanceof Double count) {
                heartbeats.put(thread, count);
            }
        });
        return heartbeats;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
