package dev.changeover.transform.replay;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.RebuildMark;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.transform.BrokerAnswers;
import dev.changeover.transform.preview.WholeTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Has the topology make its state anew from the table topics, as if it had never run. Every task is told first to write no document until
 * {@link #finish}: documents on the way would say how users were. Interrupted anywhere in between, nothing is written any more, and beginning
 * again is safe. Confined to one thread.
 */
public final class Rebuild implements AutoCloseable {
    /** Longer than the broker takes to end a transaction whose transform was killed. */
    private static final Duration TRANSACTIONS = Duration.ofSeconds(60);

    private static final int BETWEEN_LOOKS_MILLIS = 200;
    private static final byte[] KEY = RebuildMark.KEY.getBytes(StandardCharsets.US_ASCII);

    private final String bootstrapServers;
    private final TargetTopics topics;
    private final Admin admin;

    private Rebuild(String bootstrapServers, TargetTopics topics) {
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
        this.topics = requireNonNull(topics, "topics");
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** Connects lazily. The topics must exist. */
    public static Rebuild of(String bootstrapServers, TargetTopics topics) {
        return new Rebuild(bootstrapServers, topics);
    }

    /**
     * Refuses what would look done and write nothing, since a rebuild has begun and not ended.
     *
     * @throws ProblemException when it is so, or the broker does not answer
     */
    public static void requireNoneBegun(String bootstrapServers, TargetTopics topics) {
        Map<Integer, RebuildMark> last = new HashMap<>();
        WholeTopic.read(bootstrapServers, topics.catalogue(), record -> {
            if (Arrays.equals(record.key(), KEY)) {
                last.put(record.partition(), RebuildMark.decode(record.value()));
            }
        });
        if (last.containsValue(RebuildMark.BEGUN)) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "Nothing can be written to the target yet",
                    "a replay --from-topics has begun and not ended",
                    "run replay --from-topics again: it begins anew, and ends it"));
        }
    }

    /**
     * Forgets what the topology made of the table topics, and sends it to their beginning. The mark comes first, and the topology goes on
     * at it: an older catalogue would release documents before the mark is read.
     *
     * @throws ProblemException when a transform runs, the table topics no longer hold everything, or the broker does not answer
     */
    public void begin() {
        requireNobodyWorks();
        List<String> tables = tableTopics();
        requireWhole(tables);
        CatalogueNotes notes = new CatalogueNotes(bootstrapServers, topics);
        Map<TopicPartition, Long> goesOn = new HashMap<>(notes.leave(RebuildMark.KEY, RebuildMark.BEGUN.encode()));
        notes.repeat(DrillCatalogue.KEY);
        List<String> changelogs = changelogs();
        awaitLastTransactions(changelogs);
        new StoreChangelogs(bootstrapServers).empty(changelogs);
        goesOn.putAll(offsets(tables, OffsetSpec.earliest()));
        // What these hold was made of the table topics, and is made again.
        goesOn.putAll(offsets(
                List.of(topics.sweep(), topics.byParent(), topics.byUser(), topics.release()), OffsetSpec.latest()));
        Map<TopicPartition, OffsetAndMetadata> committed = goesOn.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> new OffsetAndMetadata(each.getValue())));
        BrokerAnswers.awaitYes(
                admin.alterConsumerGroupOffsets(topics.applicationId(), committed)
                        .all(),
                "be sent to the beginning of the table topics");
    }

    /**
     * Lets the topology write again, everybody once.
     *
     * @throws ProblemException if the broker does not take it in time
     */
    public void finish() {
        var unused = new CatalogueNotes(bootstrapServers, topics).leave(RebuildMark.KEY, RebuildMark.DONE.encode());
    }

    private void requireNobodyWorks() {
        int members = members();
        if (members > 0) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The transform's state cannot be made anew",
                    members + " threads of a transform work with it (group " + topics.applicationId() + ")",
                    "stop every transform of this environment, and start the command again"));
        }
    }

    private int members() {
        String group = topics.applicationId();
        try {
            Map<String, ConsumerGroupDescription> found = BrokerAnswers.await(
                    admin.describeConsumerGroups(List.of(group)).all());
            return requireNonNull(found.get(group)).members().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "Whether a transform runs cannot be told",
                            "the broker answered " + e.getCause(),
                            "check that this client may describe the group " + group),
                    e);
        }
    }

    /** What a transform had in hand that was killed becomes visible, or goes, a little later. */
    private void awaitLastTransactions(List<String> changelogs) {
        long deadline = System.nanoTime() + TRANSACTIONS.toNanos();
        while (!offsets(changelogs, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED)
                .equals(offsets(changelogs, OffsetSpec.latest()))) {
            if (System.nanoTime() - deadline > 0) {
                throw new ProblemException(
                        new Problem(
                                Problem.Kind.INCONCLUSIVE,
                                "The transform's state cannot be made anew",
                                "a transaction of an earlier transform has been open for " + TRANSACTIONS.toSeconds()
                                        + " s",
                                "run Kafka's kafka-transactions tool with find-hanging, abort what it finds, and start the command again"));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.INCONCLUSIVE,
                            "The transform's state was not made anew",
                            "it was interrupted",
                            "start the command again"),
                    e);
        }
    }

    private void requireWhole(Collection<String> tables) {
        Set<String> cut = new TreeSet<>();
        offsets(tables, OffsetSpec.earliest()).forEach((partition, first) -> {
            if (first > 0) {
                cut.add(partition.topic());
            }
        });
        if (!cut.isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The transform's state cannot be made anew from the topics",
                    "these no longer hold everything that V1 sent: " + String.join(", ", cut),
                    "run: capture resnapshot"));
        }
    }

    private Map<TopicPartition, Long> offsets(Collection<String> names, OffsetSpec spec) {
        return offsets(names, spec, IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<TopicPartition, Long> offsets(Collection<String> names, OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        BrokerAnswers.awaitYes(admin.describeTopics(names).allTopicNames(), "look at its topics")
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition -> asked.put(new TopicPartition(name, partition.partition()), spec)));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        BrokerAnswers.awaitYes(
                        admin.listOffsets(asked, new ListOffsetsOptions(isolation))
                                .all(),
                        "read where its topics begin and end")
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    private List<String> changelogs() {
        String prefix = topics.applicationId() + "-";
        return BrokerAnswers.awaitYes(admin.listTopics().names(), "list the topics").stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith("-changelog"))
                .sorted()
                .toList();
    }

    private static List<String> tableTopics() {
        return Stream.concat(
                        MigrationPlan.capturedTables().stream().map(SourceTopics::ofTable),
                        Stream.of(SourceTopics.CONTROL))
                .toList();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
