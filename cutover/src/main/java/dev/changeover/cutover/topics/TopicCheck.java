package dev.changeover.cutover.topics;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.topic.TopicSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares a topic that exists with what the pipeline needs of it. A setting that is more generous is fine. */
final class TopicCheck {
    private static final String RETENTION = "retention.ms";
    private static final String MAX_BYTES = "max.message.bytes";

    private TopicCheck() {}

    static Optional<Problem> firstDifference(
            TopicSpec wanted, int partitions, Function<String, @Nullable String> setting) {
        if (partitions != wanted.partitions()) {
            return Optional.of(new Problem(
                    Problem.Kind.REFUSED,
                    "Topic " + wanted.name() + " has " + partitions + " partitions instead of " + wanted.partitions(),
                    "keys would be in other partitions than the stages expect",
                    "set topics.partitions to " + partitions + ", or delete the pipeline's topics and start again"));
        }
        for (Map.Entry<String, String> each : new TreeMap<>(wanted.settings()).entrySet()) {
            @Nullable String found = setting.apply(each.getKey());
            if (found == null || !suffices(each.getKey(), each.getValue(), found)) {
                return Optional.of(new Problem(
                        Problem.Kind.REFUSED,
                        "Topic " + wanted.name() + " has " + each.getKey() + "=" + found + " instead of "
                                + each.getValue(),
                        "the pipeline could lose or refuse records",
                        "kafka-configs.sh --alter --entity-type topics --entity-name " + wanted.name()
                                + " --add-config " + each.getKey() + "=" + each.getValue()));
            }
        }
        return Optional.empty();
    }

    private static boolean suffices(String name, String wanted, String found) {
        if (name.equals(RETENTION)) {
            return unlimited(found) >= unlimited(wanted);
        }
        if (name.equals(MAX_BYTES)) {
            return Long.parseLong(found) >= Long.parseLong(wanted);
        }
        return found.equals(wanted);
    }

    private static long unlimited(String retentionMillis) {
        long millis = Long.parseLong(retentionMillis);
        return millis < 0 ? Long.MAX_VALUE : millis;
    }
}
