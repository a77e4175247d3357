package dev.changeover.bench.measure;

import dev.changeover.contract.topic.TargetTopics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;

/**
 * Who works on what: for each instance its partitions.
 *
 * @param transform of the topic by user, one list an instance
 * @param sink of the documents, one list a consumer
 */
record Assignment(List<List<Integer>> transform, List<List<Integer>> sink) {
    /** Kafka Streams names its consumers after the process and the thread. */
    private static final Pattern THREAD = Pattern.compile("-StreamThread-.*");

    private static final TargetTopics TOPICS = new TargetTopics("staging");

    Assignment {
        transform = List.copyOf(transform);
        sink = List.copyOf(sink);
    }

    static Assignment of(String bootstrapServers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return new Assignment(
                    partitions(admin, TOPICS.applicationId(), TOPICS.byUser(), true),
                    partitions(admin, TOPICS.sinkGroup(), TOPICS.documents(), false));
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker does not tell who works on what", e);
        }
    }

    private static List<List<Integer>> partitions(Admin admin, String group, String topic, boolean byProcess)
            throws InterruptedException, ExecutionException {
        Map<String, List<Integer>> shares = new TreeMap<>();
        admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                .flatMap(description -> description.members().stream())
                .forEach(member -> shares.merge(
                        byProcess ? THREAD.matcher(member.clientId()).replaceAll("") : member.consumerId(),
                        of(member, topic),
                        Assignment::joined));
        return List.copyOf(shares.values());
    }

    private static List<Integer> of(MemberDescription member, String topic) {
        return member.assignment().topicPartitions().stream()
                .filter(each -> each.topic().equals(topic))
                .map(each -> each.partition())
                .sorted()
                .toList();
    }

    private static List<Integer> joined(List<Integer> some, List<Integer> others) {
        return Stream.concat(some.stream(), others.stream()).sorted().toList();
    }

    String words() {
        return "partitions of each transform: " + words(transform) + "; of each sink's thread: " + words(sink);
    }

    private static String words(List<List<Integer>> shares) {
        return shares.stream()
                .map(share -> share.isEmpty()
                        ? "none"
                        : share.stream().map(String::valueOf).collect(Collectors.joining("+")))
                .collect(Collectors.joining(", "));
    }
}
