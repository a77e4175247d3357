package dev.changeover.cutover.topics;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TopicSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that topics exist as the plan wants them: makes those that are absent, checks those that are present, and
 * changes none. Calling it again, or from two processes at once, does no harm. Confined to one thread.
 */
public final class TopicSetup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final int MAX_REPLICAS = 3;
    private static final int BETWEEN_LOOKS_MILLIS = 50;

    private final Admin admin;
    private final BrokerAnswers broker;
    private final Duration timeout;

    /**
     * Connects lazily: a broker that is away is noticed by {@link #ensure}.
     *
     * @param timeout for every answer of the broker
     */
    public TopicSetup(String bootstrapServers, Duration timeout) {
        this.broker = new BrokerAnswers(bootstrapServers, timeout);
        this.timeout = timeout;
        this.admin = Brokers.admin(bootstrapServers, timeout);
    }

    /**
     * Makes and checks these topics.
     *
     * @throws ProblemException when the broker cannot be reached, refuses, or a topic is not as it must be
     */
    public void ensure(List<TopicSpec> wanted) {
        Map<String, TopicSpec> byName = wanted.stream().collect(Collectors.toMap(TopicSpec::name, Function.identity()));
        Set<String> present = present(byName.keySet());
        List<TopicSpec> absent =
                wanted.stream().filter(topic -> !present.contains(topic.name())).toList();
        if (!absent.isEmpty()) {
            create(absent);
        }
        check(byName, present);
    }

    private Set<String> present(Collection<String> names) {
        Set<String> all = broker.to("list topics", admin.listTopics().names());
        return names.stream().filter(all::contains).collect(Collectors.toUnmodifiableSet());
    }

    private void create(List<TopicSpec> absent) {
        int brokers = broker.to("describe the cluster", admin.describeCluster().nodes())
                .size();
        short replicas = (short) Math.max(1, Math.min(MAX_REPLICAS, brokers));
        List<NewTopic> topics = absent.stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), replicas).configs(topic.settings()))
                .toList();
        // Another process made one of them in between: what it made is checked like any other.
        var unused = broker.failure(
                TopicExistsException.class,
                "make topics",
                admin.createTopics(topics).all());
        awaitLeaders(topics);
        LOG.atInfo()
                .addKeyValue("topics", topics.size())
                .addKeyValue("replicas", replicas)
                .log("topics made");
    }

    /**
     * The controller says that topics are made before the brokers know them, and these name a leader before it takes records. An idempotent
     * producer that writes then has its first batch refused and its second taken, and never gets the first one in. Only a leader that works says
     * where its log ends: the client asks until it does, but not a broker that does not know the topic yet.
     */
    private void awaitLeaders(List<NewTopic> topics) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        while (broker.failure(
                        UnknownTopicOrPartitionException.class,
                        "say where new topics end",
                        admin.listOffsets(ends).all())
                .isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                throw new ProblemException(new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        "The topics are made, but not usable after " + timeout.toSeconds() + " s",
                        "a broker does not know one of them yet",
                        "see the broker's log, and start the command again"));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            throw BrokerAnswers.interrupted(e);
        }
    }

    private void check(Map<String, TopicSpec> wanted, Set<String> present) {
        if (present.isEmpty()) {
            return;
        }
        Map<String, TopicDescription> found =
                broker.to("describe topics", admin.describeTopics(present).allTopicNames());
        List<ConfigResource> resources = present.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<ConfigResource, Config> configs = broker.to(
                "read topic settings", admin.describeConfigs(resources).all());
        configs.forEach((resource, config) -> {
            TopicSpec spec = requireNonNull(wanted.get(resource.name()));
            TopicDescription description = requireNonNull(found.get(resource.name()));
            TopicCheck.firstDifference(
                            spec,
                            description.partitions().size(),
                            name -> config.get(name) == null
                                    ? null
                                    : config.get(name).value())
                    .ifPresent(problem -> {
                        throw new ProblemException(problem);
                    });
        });
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
