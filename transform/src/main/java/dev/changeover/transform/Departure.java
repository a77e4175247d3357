package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.topic.TargetTopics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an instance that has stopped out of its group, so that the others need not wait until it is missed. A thread cannot do that
 * itself while its first request to join is unanswered, and one that was replaced does not.
 */
final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Departure() {}

    /** @param instanceName with which the names of its members begin */
    static void of(String instanceName, TargetTopics topics, String bootstrapServers) {
        String group = topics.applicationId();
        try (Admin admin = LimitedAdmin.of(bootstrapServers, PATIENCE)) {
            ConsumerGroupDescription described = requireNonNull(
                    admin.describeConsumerGroups(List.of(group)).all().get().get(group));
            List<MemberToRemove> left = described.members().stream()
                    .flatMap(member -> member.groupInstanceId().stream())
                    .filter(name -> name.startsWith(instanceName))
                    .map(MemberToRemove::new)
                    .toList();
            if (!left.isEmpty()) {
                admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(left))
                        .all()
                        .get();
            }
        } catch (ExecutionException | KafkaException e) { // the broker is away, or has missed them already
            LOG.atInfo()
                    .addKeyValue("cause", e.toString())
                    .log("the transform stopped and is still a member of its group, until it is missed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
