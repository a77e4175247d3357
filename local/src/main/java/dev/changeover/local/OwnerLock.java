package dev.changeover.local;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

    /**
     * Takes the directory, making it if needed; empty when this or another process has it.
     *
     * @throws IOException if it cannot be made, or this user may not write it; this process does not have it then
     */
    static Optional<OwnerLock> take(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path real = directory.toRealPath();
        if (!HELD_BY_THIS_PROCESS.add(real)) {
            return Optional.empty();
        }
        Optional<OwnerLock> taken = Optional.empty();
        try {
            taken = locked(real);
            return taken;
        } finally {
            if (taken.isEmpty()) {
                HELD_BY_THIS_PROCESS.remove(real);
            }
        }
    }

    /**
     * Takes the directory for a server.
     *
     * @param server as an error begins with it, for example {@code The embedded broker}
     * @param remedy beside stopping the process that has it
     * @throws ProblemException when a process has it, or the system does not let this user write it
     */
    static OwnerLock takeFor(String server, Path directory, String remedy) {
        String what = server + " cannot start in " + directory;
        try {
            Optional<OwnerLock> lock = take(directory);
            if (lock.isPresent()) {
                return lock.get();
            }
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    what,
                    "process " + pid(directory).orElse(0) + " already runs one there",
                    "stop that process, or " + remedy));
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.USAGE,
                            what,
                            "the system refuses it (" + refusal(e) + ")",
                            "run as the user that owns that directory, or choose another one"),
                    e);
        }
    }

    /**
     * Whether a living process has the directory. Writes nothing, and needs no right to: a look takes the lock for readers, and only for a
     * moment.
     *
     * @throws IOException if this user may not look
     */
    static boolean isHeld(Path directory) throws IOException {
        Path file = directory.resolve(LOCK_FILE);
        if (Files.notExists(file)) { // and not when that cannot be told
            return false;
        }
        Path real = directory.toRealPath();
        if (!HELD_BY_THIS_PROCESS.add(real)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (NoSuchFileException e) {
            return false; // its owner gave it up for good meanwhile
        } finally {
            HELD_BY_THIS_PROCESS.remove(real);
        }
    }

    /** The file that the system refuses, and why, as far as it says so. */
    static String refusal(IOException e) {
        if (e instanceof FileSystemException refused && refused.getFile() != null) {
            return refused.getReason() == null ? refused.getFile() : refused.getFile() + ": " + refused.getReason();
        }
        return e.getClass().getSimpleName();
    }

    /** The process that has the directory, or had it last. */
    static OptionalLong pid(Path directory) throws IOException {
        try {
            return OptionalLong.of(
                    Long.parseLong(Files.readString(directory.resolve(PID_FILE)).strip()));
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    Path directory() {
        return directory;
    }

    private static Optional<OwnerLock> locked(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            // an owner may remove the file for good after it was opened here
            if (channel.tryLock() == null || !Files.exists(directory.resolve(LOCK_FILE))) {
                return Optional.empty();
            }
            Files.writeString(
                    directory.resolve(PID_FILE),
                    Long.toString(ProcessHandle.current().pid()));
            locked = true;
            return Optional.of(new OwnerLock(directory, channel));
        } finally {
            if (!locked) {
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
