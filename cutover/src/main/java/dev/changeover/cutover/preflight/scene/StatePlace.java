package dev.changeover.cutover.preflight.scene;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state directory.
 *
 * @param directory absolute; it need not exist
 * @param owner the living process that has it
 * @param ownersBroker where that process' embedded broker listens
 */
public record StatePlace(Path directory, OptionalLong owner, Optional<String> ownersBroker) {
    public StatePlace {
        requireNonNull(directory, "directory");
        requireNonNull(owner, "owner");
        requireNonNull(ownersBroker, "ownersBroker");
    }
}
