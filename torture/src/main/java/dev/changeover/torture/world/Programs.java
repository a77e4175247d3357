package dev.changeover.torture.world;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.verifier.content.PipelinePosition;
import java.util.List;

/**
 * What only the application knows.
 *
 * @param stage the command line that runs the stage whose name is added to it
 * @param libraries the class path for it; in the environment, so that the command line stays short enough to be read
 * @param positions opens the question how far a pipeline has come
 */
public record Programs(List<String> stage, String libraries, Positions positions) {
    public Programs {
        stage = List.copyOf(stage);
        requireNonNull(libraries, "libraries");
        requireNonNull(positions, "positions");
    }

    /** Finds out how far a pipeline has come. */
    @FunctionalInterface
    public interface Positions {
        PipelinePosition of(DatabaseAddress v1, String bootstrapServers);
    }
}
