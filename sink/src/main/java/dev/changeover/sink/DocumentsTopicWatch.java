package dev.changeover.sink;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Sees to it that documents come from the topic whose offsets the ledger knows. A topic that was deleted and made again has the same name,
 * and a consumer reads on in it without a word. Ids never come back: if the topic has its id after a poll, the records of that poll are
 * its own. Safe for any thread.
 */
final class DocumentsTopicWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;
    private final String topic;
    private final String id;

    DocumentsTopicWatch(Admin admin, String topic, String id) {
        this.admin = admin;
        this.topic = topic;
        this.id = id;
    }

    /**
     * Whether the topic is still the one that it was at the start; false if the broker does not say so in time.
     *
     * @throws ProblemException if it is another one, or gone
     */
    boolean isStillOurs() throws InterruptedException {
        DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(Math.toIntExact(PATIENCE.toMillis()));
        String now;
        try {
            now = requireNonNull(admin.describeTopics(List.of(topic), options)
                            .topicNameValues()
                            .get(topic))
                    .get()
                    .topicId()
                    .toString();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw replaced("it was deleted");
            }
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw BrokerFailure.of("The documents topic cannot be looked at", e.getCause());
        }
        if (!now.equals(id)) {
            throw replaced("it was deleted and made again");
        }
        return true;
    }

    private ProblemException replaced(String why) {
        return new ProblemException(new Problem(
                Problem.Kind.REFUSED,
                "The topic " + topic + " is not the one that this sink was started with",
                why + ", and offsets of another topic say nothing about what the target has",
                "start the sink again: it says how a new topic takes over"));
    }
}
