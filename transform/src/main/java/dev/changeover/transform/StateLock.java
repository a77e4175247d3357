package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.InstanceName;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One instance at a time uses a state directory, and the next one that does is the same member of the group. */
final class StateLock implements AutoCloseable {
    private static final String FILE = "transform.lock";

    private final InstanceName name;

    private StateLock(InstanceName name) {
        this.name = requireNonNull(name, "name");
    }

    /**
     * Makes the directory if it is not there.
     *
     * @throws ProblemException when another instance uses the directory, or it cannot be written
     */
    static StateLock take(Path directory) {
        Optional<InstanceName> name;
        try {
            name = InstanceName.take(directory, FILE);
        } catch (IOException e) {
            throw refused(
                    "its state directory " + directory + " cannot be written: " + e,
                    "make sure that this user may write there and that the disk has room",
                    e);
        }
        return name.map(StateLock::new)
                .orElseThrow(() -> refused(
                        "another transform uses its state directory " + directory,
                        "give every instance a directory of its own, or stop the other one",
                        null));
    }

    /** The {@code group.instance.id} that belongs to the directory. */
    String instanceName() {
        return name.value();
    }

    @Override
    public void close() {
        name.close();
    }

    private static ProblemException refused(String why, String remedy, @Nullable IOException cause) {
        return new ProblemException(
                new Problem(Problem.Kind.REFUSED, "The transform cannot start", why, remedy), cause);
    }
}
