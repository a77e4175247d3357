package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Refuses to run on topics that are missing or have another number of partitions: rows would be looked for where they are
 * not.
 */
final class TopicCheck {
    private final Admin admin;
    private final TargetTopics topics;
    private final int partitions;

    TopicCheck(Admin admin, TargetTopics topics, int partitions) {
        this.admin = requireNonNull(admin, "admin");
        this.topics = requireNonNull(topics, "topics");
        this.partitions = partitions;
    }

    /** @throws ProblemException when a topic is not as it must be */
    void run() {
        Set<String> names = new TreeSet<>(TransformTopology.sourceTopics(topics));
        names.add(topics.documents());
        names.addAll(changelogs());
        Map<String, Integer> different = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> each :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                int found = BrokerAnswers.await(each.getValue()).partitions().size();
                if (found != partitions) {
                    different.put(each.getKey(), found);
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    BrokerAnswers.awaitYes(each.getValue(), "look at the topic " + each.getKey());
                }
                missing.add(each.getKey());
            }
        }
        refuseMissing(missing);
        refuseDifferent(different);
    }

    /** The topology's own topics, which Streams makes at the first start. */
    List<String> changelogs() {
        String prefix = topics.applicationId() + "-";
        return BrokerAnswers.awaitYes(admin.listTopics().names(), "list the topics").stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith("-changelog"))
                .sorted()
                .toList();
    }

    private static void refuseMissing(List<String> missing) {
        if (!missing.isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The transform cannot start",
                    "these topics do not exist: " + String.join(", ", missing),
                    "start capture first, which makes the table topics, and let the command that starts the transform make"
                            + " its own"));
        }
    }

    private void refuseDifferent(Map<String, Integer> different) {
        if (!different.isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The transform cannot start",
                    "topics.partitions is " + partitions + ", but these topics have another number of partitions: "
                            + different,
                    "set topics.partitions back to what the topics were made with; to change it, clean up this environment"
                            + " and start it anew"));
        }
    }
}
