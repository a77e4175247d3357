package dev.changeover.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * How an embedded broker runs.
 *
 * @param directory keeps its log; made if needed, and kept at the end
 * @param port of the clients' listener; 0 for the one that it had last time, or else any free one
 */
public record LocalBrokerConfig(Path directory, int port) {
    public LocalBrokerConfig {
        requireNonNull(directory, "directory");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("A port is between 0 and 65535, but is " + port);
        }
    }
}
