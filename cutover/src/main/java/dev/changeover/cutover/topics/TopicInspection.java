package dev.changeover.cutover.topics;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Looks whether a broker's topics and limits are as the pipeline needs them, and makes nothing. Confined to one thread.
 *
 * <p>Every method throws {@link ProblemException} when the broker cannot be reached or refuses to answer.
 */
public final class TopicInspection implements AutoCloseable {
    /** A request holds at least one record, and a little around it. */
    private static final long REQUEST_BYTES = TopicPlan.MAX_RECORD_BYTES + (1L << 20);

    private final Admin admin;
    private final BrokerAnswers broker;

    /** @param timeout for every answer of the broker */
    public TopicInspection(String bootstrapServers, Duration timeout) {
        this.broker = new BrokerAnswers(bootstrapServers, timeout);
        this.admin = Brokers.admin(bootstrapServers, timeout);
    }

    public int brokers() {
        return broker.to("describe the cluster", admin.describeCluster().nodes())
                .size();
    }

    /** The names of topics that are not there. */
    public List<String> absent(List<TopicSpec> wanted) {
        Set<String> all = broker.to("list topics", admin.listTopics().names());
        return wanted.stream()
                .map(TopicSpec::name)
                .filter(name -> !all.contains(name))
                .toList();
    }

    /** Topics that are there and differ, and topics that are not there and may not be made. */
    public List<Problem> differences(List<TopicSpec> wanted) {
        Set<String> all = broker.to("list topics", admin.listTopics().names());
        List<Problem> found = new ArrayList<>();
        List<TopicSpec> present =
                wanted.stream().filter(topic -> all.contains(topic.name())).toList();
        List<String> names = present.stream().map(TopicSpec::name).toList();
        Map<String, TopicDescription> topics =
                broker.to("describe topics", admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> settings = broker.to(
                "read topic settings",
                admin.describeConfigs(names.stream()
                                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                                .toList())
                        .all());
        for (TopicSpec spec : present) {
            Config config = requireNonNull(settings.get(new ConfigResource(ConfigResource.Type.TOPIC, spec.name())));
            TopicCheck.firstDifference(
                            spec,
                            requireNonNull(topics.get(spec.name())).partitions().size(),
                            name -> config.get(name) == null
                                    ? null
                                    : config.get(name).value())
                    .ifPresent(found::add);
        }
        wanted.stream().filter(topic -> !all.contains(topic.name())).forEach(topic -> tryToMake(topic, found));
        return List.copyOf(found);
    }

    /** The broker checks right and policy, and makes nothing. */
    private void tryToMake(TopicSpec topic, List<Problem> found) {
        NewTopic made = new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings());
        String deed = "make the topic " + topic.name();
        broker.failure(
                        ApiException.class,
                        deed,
                        admin.createTopics(List.of(made), new CreateTopicsOptions().validateOnly(true))
                                .all())
                .filter(failure -> !(failure instanceof TopicExistsException))
                .ifPresent(failure -> found.add(broker.refusal(deed, failure)));
    }

    /** Settings of the brokers under which large records or transactions cannot work; empty also when they cannot be read. */
    public List<Problem> limits() {
        List<Node> nodes = List.copyOf(
                broker.to("describe the cluster", admin.describeCluster().nodes()));
        List<Problem> found = new ArrayList<>();
        for (Node node : nodes) {
            Config config = broker.to(
                            "read broker settings",
                            admin.describeConfigs(
                                            List.of(new ConfigResource(ConfigResource.Type.BROKER, node.idString())))
                                    .all())
                    .values()
                    .iterator()
                    .next();
            atLeast(node, config, "socket.request.max.bytes", REQUEST_BYTES, found);
            for (String home :
                    List.of("offsets.topic.replication.factor", "transaction.state.log.replication.factor")) {
                OptionalLong value = number(config, home);
                if (value.isPresent() && value.getAsLong() > nodes.size()) {
                    found.add(problem(
                            "Broker " + node.idString() + " has " + home + "=" + value.getAsLong(),
                            "there are " + nodes.size() + " brokers, so that no transaction could begin",
                            "start more brokers, or lower " + home));
                }
            }
        }
        return List.copyOf(found);
    }

    private static void atLeast(Node node, Config config, String name, long least, List<Problem> found) {
        OptionalLong value = number(config, name);
        if (value.isPresent() && value.getAsLong() < least) {
            found.add(problem(
                    "Broker " + node.idString() + " has " + name + "=" + value.getAsLong(),
                    "a large user's document would be refused",
                    "set " + name + " to at least " + least));
        }
    }

    private static OptionalLong number(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(entry.value()));
    }

    private static Problem problem(String what, String why, String remedy) {
        return new Problem(Problem.Kind.REFUSED, what, why, remedy);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
