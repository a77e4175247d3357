package dev.changeover.bench.world;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run does.
 *
 * @param repository where the launcher is
 * @param programs PostgreSQL's of this machine; empty for the embedded server and COPY over JDBC
 * @param users V1's at scale 1; the bars are for the reference set's 4,928
 * @param seed of the sample and of the loads
 * @param rounds how often each measure is taken, at least once
 * @param window how long a load lasts of which latencies are taken
 */
public record WorldConfig(
        Path repository, Optional<MachinePrograms> programs, int users, long seed, int rounds, Duration window) {
    public WorldConfig {
        requireNonNull(repository, "repository");
        requireNonNull(programs, "programs");
        requireNonNull(window, "window");
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds must be at least 1, but is " + rounds);
        }
    }
}
