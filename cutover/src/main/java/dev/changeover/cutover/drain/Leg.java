package dev.changeover.cutover.drain;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import java.util.ArrayList;
import java.util.List;

/**
 * One piece of the way from V1's log to V2: topics that one group reads.
 *
 * @param feedsItself whether reading a record may write another one to the same topics, so that their end moves on
 */
record Leg(String name, String stage, String group, List<String> topics, boolean feedsItself) {
    private static final String RELEASE = "release";

    Leg {
        requireNonNull(name, "name");
        requireNonNull(stage, "stage");
        requireNonNull(group, "group");
        topics = List.copyOf(topics);
    }

    /** Those after which every user has all rows that the table topics hold, and waits for nothing but its document. */
    static List<Leg> ofRows(TargetTopics names) {
        return ofTarget(names).stream()
                .takeWhile(leg -> !leg.name().equals(RELEASE))
                .toList();
    }

    /** The legs after capture, in the order in which a change takes them. */
    static List<Leg> ofTarget(TargetTopics names) {
        List<String> input = new ArrayList<>();
        MigrationPlan.capturedTables().forEach(table -> input.add(SourceTopics.ofTable(table)));
        input.add(SourceTopics.CONTROL);
        input.add(names.catalogue());
        String topology = names.applicationId();
        return List.of(
                new Leg("table topics", "transform", topology, input, false),
                new Leg("sweep", "transform", topology, List.of(names.sweep()), true),
                new Leg("by parent", "transform", topology, List.of(names.byParent()), false),
                new Leg("by user", "transform", topology, List.of(names.byUser()), false),
                new Leg(RELEASE, "transform", topology, List.of(names.release()), true),
                // A release asks for its users through this topic again.
                new Leg("released users", "transform", topology, List.of(names.byUser()), false),
                new Leg("documents", "sink", names.sinkGroup(), List.of(names.documents()), false));
    }
}
