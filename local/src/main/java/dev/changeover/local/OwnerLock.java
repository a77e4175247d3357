package dev.changeover.local;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one process owns at a time. The lock is the operating system's, so that it ends with the process
 * however the process ends; the owner's process id is kept beside it for people.
 *
 * <p>POSIX drops a process's locks on a file when the process closes any descriptor of that file. So the lock file is
 * never opened for another purpose, and never while this process holds it.
 */
final class OwnerLock implements AutoCloseable {
    private static final String LOCK_FILE = "owner.lock";
    private static final String PID_FILE = "owner.pid";
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private OwnerLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Takes the directory, making it if needed; empty when this or another process has it. */
    static Optional<OwnerLock> take(Path directory) {
        try {
            Files.createDirectories(directory);
            Path real = directory.toRealPath();
            if (!HELD_BY_THIS_PROCESS.add(real)) {
                return Optional.empty();
            }
            FileChannel channel = lockedChannel(real);
            if (channel == null) {
                HELD_BY_THIS_PROCESS.remove(real);
                return Optional.empty();
            }
            Files.writeString(
                    real.resolve(PID_FILE),
                    Long.toString(ProcessHandle.current().pid()));
            return Optional.of(new OwnerLock(real, channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes the directory for a server.
     *
     * @param server as an error begins with it, for example {@code The embedded broker}
     * @param remedy beside stopping the process that has it
     * @throws ProblemException when a process has it
     */
    static OwnerLock takeFor(String server, Path directory, String remedy) {
        return take(directory)
                .orElseThrow(() -> new ProblemException(new Problem(
                        Problem.Kind.REFUSED,
                        server + " cannot start in " + directory,
                        "process " + pid(directory).orElse(0) + " already runs one there",
                        "stop that process, or " + remedy)));
    }

    /** Whether a living process has the directory. */
    static boolean isHeld(Path directory) {
        if (!Files.exists(directory.resolve(LOCK_FILE))) {
            return false;
        }
        Optional<OwnerLock> lock = take(directory);
        lock.ifPresent(OwnerLock::close);
        return lock.isEmpty();
    }

    /** The process that has the directory, or had it last. */
    static OptionalLong pid(Path directory) {
        try {
            return OptionalLong.of(
                    Long.parseLong(Files.readString(directory.resolve(PID_FILE)).strip()));
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    private static @Nullable FileChannel lockedChannel(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            if (lock != null && !Files.exists(directory.resolve(LOCK_FILE))) {
                lock = null; // an owner removed the file for good after it was opened here
            }
            return lock == null ? null : channel;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    /** Gives the directory up and leaves no trace in it; whoever opens the lock file meanwhile looks for it once it is locked. */
    void closeForGood() {
        try {
            Files.deleteIfExists(directory.resolve(PID_FILE));
            Files.deleteIfExists(directory.resolve(LOCK_FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        try {
            channel.close(); // the files stay: removing a lock file that another process has just opened gives two
            // owners
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_BY_THIS_PROCESS.remove(directory);
        }
    }
}
