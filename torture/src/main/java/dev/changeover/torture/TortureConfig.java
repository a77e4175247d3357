package dev.changeover.torture;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.fault.Fault;
import dev.changeover.torture.world.Programs;
import dev.changeover.torture.world.Surroundings;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run does.
 *
 * @param directory empty; gets databases, broker, stores and logs
 * @param programs how a stage is started
 * @param users V1's users in the sample
 * @param seed decides which faults strike when, and what the applications do
 */
public record TortureConfig(Path directory, Programs programs, int users, long seed, List<Series> series) {
    public TortureConfig {
        requireNonNull(directory, "directory");
        requireNonNull(programs, "programs");
        series = List.copyOf(series);
        if (series.isEmpty()) {
            throw new IllegalArgumentException("A run without a fault proves nothing: name one");
        }
    }

    /** What any of the faults needs; all rounds of a run have it. */
    Surroundings surroundings() {
        return series.stream().map(each -> each.fault().surroundings()).reduce(Surroundings.PLAIN, Surroundings::and);
    }

    /** One fault, this many rounds of it. */
    public record Series(Fault fault, int rounds) {
        public Series {
            requireNonNull(fault, "fault");
            if (rounds < 1) {
                throw new IllegalArgumentException("--rounds must be at least 1, but is " + rounds);
            }
        }
    }
}
