package dev.changeover.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/**
 * How an embedded database server runs.
 *
 * @param directory keeps the data and the server's log; made if needed, and kept at the end
 * @param port 0 for any free one
 * @param settings of {@code postgresql.conf}; they win over ours
 * @param durable whether a commit survives a power failure; without it tests are faster, and a commit survives only
 *     the server's own end
 */
public record LocalPostgresConfig(Path directory, int port, Map<String, String> settings, boolean durable) {
    public LocalPostgresConfig {
        requireNonNull(directory, "directory");
        settings = Map.copyOf(settings);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("A port is between 0 and 65535, but is " + port);
        }
    }

    public LocalPostgresConfig(Path directory, Map<String, String> settings, boolean durable) {
        this(directory, 0, settings, durable);
    }

    /** A durable server on any free port. */
    public static LocalPostgresConfig in(Path directory) {
        return new LocalPostgresConfig(directory, 0, Map.of(), true);
    }
}
