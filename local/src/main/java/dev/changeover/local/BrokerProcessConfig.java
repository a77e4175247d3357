package dev.changeover.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a broker in a process of its own runs.
 *
 * @param directory keeps its log and its output; made if needed, and kept at the end
 * @param port of the clients' listener; 0 for the one that it had last time, or else any free one
 * @param settings of {@code server.properties}; they win over ours, for example {@code log.dirs} or
 *     {@code auto.create.topics.enable}, which is {@code false}
 */
public record BrokerProcessConfig(Path directory, int port, Map<String, String> settings) {
    public BrokerProcessConfig {
        requireNonNull(directory, "directory");
        settings = Map.copyOf(settings);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("A port is between 0 and 65535, but is " + port);
        }
    }

    /** A broker with our settings, on the port of last time or any free one. */
    public static BrokerProcessConfig in(Path directory) {
        return new BrokerProcessConfig(directory, 0, Map.of());
    }
}
