package dev.changeover.transform;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One instance at a time uses a state directory. The system lets go of the lock when the process ends, however it ends. */
final class StateLock implements AutoCloseable {
    /**
     * Directories that this process has locked. POSIX drops a process's lock when it closes any descriptor of the file, so a
     * second attempt from here must not even open it.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel file;

    private StateLock(Path directory, FileChannel file) {
        this.directory = requireNonNull(directory, "directory");
        this.file = requireNonNull(file, "file");
    }

    /**
     * Makes the directory if it is not there.
     *
     * @throws ProblemException when another instance uses the directory, or it cannot be written
     */
    static StateLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            Path held = directory.toRealPath();
            if (HELD_HERE.add(held)) {
                Optional<FileChannel> file = lock(held);
                if (file.isPresent()) {
                    return new StateLock(held, file.get());
                }
                HELD_HERE.remove(held);
            }
        } catch (IOException e) {
            throw refused(
                    "its state directory " + directory + " cannot be written: " + e,
                    "make sure that this user may write there and that the disk has room",
                    e);
        }
        throw refused(
                "another transform uses its state directory " + directory,
                "give every instance a directory of its own, or stop the other one",
                null);
    }

    private static Optional<FileChannel> lock(Path directory) throws IOException {
        try {
            FileChannel file = FileChannel.open(
                    directory.resolve("transform.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (file.tryLock() != null) { // kept until the file is closed
                return Optional.of(file);
            }
            file.close();
            return Optional.empty();
        } catch (IOException e) {
            HELD_HERE.remove(directory);
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(directory);
        }
    }

    private static ProblemException refused(String why, String remedy, @Nullable IOException cause) {
        return new ProblemException(
                new Problem(Problem.Kind.REFUSED, "The transform cannot start", why, remedy), cause);
    }
}
