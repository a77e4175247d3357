package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Which of a broker's topics and groups are an environment's, by their names. */
final class TopicChoice {
    private static final Set<String> SHARED =
            Set.of(SourceTopics.CONTROL, SourceTopics.OFFSETS, SourceTopics.STATE, SourceTopics.PROGRESS);

    private final String environment;

    TopicChoice(String environment) {
        this.environment = requireNonNull(environment, "environment");
    }

    /** Documents and what belongs to them, and the topology's own, which begin with its application id. */
    List<String> ofEnvironment(Collection<String> topics) {
        String topology = new TargetTopics(environment).applicationId() + "-";
        return topics.stream()
                .filter(name -> name.startsWith("changeover." + environment + ".") || name.startsWith(topology))
                .sorted()
                .toList();
    }

    /** What capture writes for all environments. */
    static List<String> shared(Collection<String> topics) {
        return topics.stream()
                .filter(name -> SHARED.contains(name) || name.startsWith(SourceTopics.PREFIX + "."))
                .sorted()
                .toList();
    }

    List<String> groups() {
        TargetTopics names = new TargetTopics(environment);
        return List.of(names.applicationId(), names.sinkGroup());
    }
}
