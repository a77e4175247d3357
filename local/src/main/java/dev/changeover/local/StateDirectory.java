package dev.changeover.local;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The directory that holds the embedded broker, stores, logs and reports. One process owns it at a time; it publishes the
 * address of its broker there, so that other commands attach. Ownership ends with the process, however that ends.
 */
public final class StateDirectory implements AutoCloseable {
    private static final String ADDRESS_FILE = "broker.address";
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 30;

    private final OwnerLock lock;

    private StateDirectory(OwnerLock lock) {
        this.lock = lock;
    }

    /**
     * Makes this process the owner; empty if another one is: {@link #owner(Path)} says which.
     *
     * @throws ProblemException if this user may not write it
     */
    public static Optional<StateDirectory> own(Path directory) {
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                Optional<OwnerLock> lock = OwnerLock.take(directory);
                if (lock.isPresent()) {
                    return Optional.of(owned(lock.get()));
                }
                pause(); // another command may only be looking whether there is an owner
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static StateDirectory owned(OwnerLock lock) throws IOException {
        boolean ready = false;
        try {
            Files.deleteIfExists(lock.directory().resolve(ADDRESS_FILE)); // a killed owner's broker is gone
            ready = true;
            return new StateDirectory(lock);
        } finally {
            if (!ready) {
                lock.close();
            }
        }
    }

    /**
     * The process that owns the directory now. Needs no right to write there.
     *
     * @throws ProblemException if this user may not look
     */
    public static OptionalLong owner(Path directory) {
        try {
            return OwnerLock.isHeld(directory) ? OwnerLock.pid(directory) : OptionalLong.empty();
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /**
     * Where the owner's broker listens; empty if nobody owns the directory, or its broker is not up yet. Needs no right to write there.
     *
     * @throws ProblemException if this user may not look
     */
    public static Optional<String> brokerAddress(Path directory) {
        try {
            return OwnerLock.isHeld(directory)
                    ? Optional.of(
                            Files.readString(directory.resolve(ADDRESS_FILE)).strip())
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** That the system refuses what somebody wanted in the state directory. */
    public static ProblemException unusable(Path directory, IOException refusal) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.USAGE,
                        "The state directory " + directory + " cannot be read and written",
                        "the system refuses it (" + OwnerLock.refusal(refusal) + ")",
                        "run as the user that owns it, or set CHANGEOVER_STATE_DIR to a directory that this user may write"),
                refusal);
    }

    public Path path() {
        return lock.directory();
    }

    /** Tells other commands where the broker of this directory listens. */
    public void announceBroker(String bootstrapServers) {
        try {
            Path written = path().resolve(ADDRESS_FILE + ".new");
            Files.writeString(written, bootstrapServers);
            Files.move(written, path().resolve(ADDRESS_FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        forgetAddress();
        lock.close();
    }

    /** Ends ownership, and removes what tells of it: for a directory that is not used any more. */
    public void closeForGood() {
        forgetAddress();
        lock.closeForGood();
    }

    private void forgetAddress() {
        try {
            Files.deleteIfExists(path().resolve(ADDRESS_FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
