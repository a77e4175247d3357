package dev.changeover.cutover.preflight.scene;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.topic.TargetTopics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a preflight is told.
 *
 * @param production whether the target is the one that people use: some warnings are failures then
 * @param others the other targets that are configured, by their variable's name
 * @param drillOverrides V1 title to uuid
 * @param createIndexes whether the sink may make indexes in the target
 * @param sinkThreads as many write to the target at once
 * @param longTransaction from which age on a transaction is worth a word
 */
public record PreflightConfig(
        boolean production,
        DatabaseAddress v1,
        DatabaseAddress target,
        Map<String, DatabaseAddress> others,
        String slot,
        String publication,
        TargetTopics topics,
        int partitions,
        Map<String, String> drillOverrides,
        boolean createIndexes,
        int sinkThreads,
        StatePlace state,
        Optional<String> bootstrapServers,
        Duration longTransaction) {
    public PreflightConfig {
        requireNonNull(v1, "v1");
        requireNonNull(target, "target");
        others = Map.copyOf(others);
        requireNonNull(slot, "slot");
        requireNonNull(publication, "publication");
        requireNonNull(topics, "topics");
        drillOverrides = Map.copyOf(drillOverrides);
        requireNonNull(state, "state");
        requireNonNull(bootstrapServers, "bootstrapServers");
        requireNonNull(longTransaction, "longTransaction");
    }

    /** {@code staging} or {@code production}. */
    public String environment() {
        return topics.environment();
    }

    /** The broker that can be asked now: the one that is configured, or the embedded one of whoever owns the state directory. */
    public Optional<String> brokerNow() {
        return bootstrapServers.or(state::ownersBroker);
    }
}
