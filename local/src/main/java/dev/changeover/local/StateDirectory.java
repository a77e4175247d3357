package dev.changeover.local;

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

    /** Makes this process the owner; empty if another one is: {@link #owner(Path)} says which. */
    public static Optional<StateDirectory> own(Path directory) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<OwnerLock> lock = OwnerLock.take(directory);
            if (lock.isPresent()) {
                StateDirectory owned = new StateDirectory(lock.get());
                owned.forgetAddress(); // a killed owner's broker is gone
                return Optional.of(owned);
            }
            pause(); // another command may only be looking whether there is an owner
        }
        return Optional.empty();
    }

    /** The process that owns the directory now. */
    public static OptionalLong owner(Path directory) {
        return OwnerLock.isHeld(directory) ? OwnerLock.pid(directory) : OptionalLong.empty();
    }

    /** Where the owner's broker listens; empty if nobody owns the directory, or its broker is not up yet. */
    public static Optional<String> brokerAddress(Path directory) {
        if (!OwnerLock.isHeld(directory)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(directory.resolve(ADDRESS_FILE)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
