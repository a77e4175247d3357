package dev.changeover.torture.world;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.verifier.content.PipelinePosition;
import java.util.List;

/**
 * What only the application knows.
 *
 * @param command the command line of Changeover; what it shall do is added to it
 * @param libraries the class path for it; in the environment, so that the command line stays short enough to be read
 * @param positions opens the question how far a pipeline has come
 */
public record Programs(List<String> command, String libraries, Positions positions) {
    public Programs {
        command = List.copyOf(command);
        requireNonNull(libraries, "libraries");
        requireNonNull(positions, "positions");
    }

    /** Finds out how far a pipeline has come. */
    @FunctionalInterface
    public interface Positions {
        PipelinePosition of(DatabaseAddress v1, String bootstrapServers);
    }
}
