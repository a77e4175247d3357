package dev.changeover.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for the life of one server, inside one folder of ours in the system's temporary directory. Folders that
 * killed processes left behind are removed, with the servers that still run in them, when the next one is made.
 */
public final class TemporaryFolder implements AutoCloseable {
    /** In such a folder, where a file system of its own may be mounted. */
    private static final String DISK = "disk";

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
    /** A folder younger than this may be about to be locked by its maker. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final OwnerLock lock;

    private TemporaryFolder(OwnerLock lock) {
        this.lock = lock;
    }

    /** An empty folder of this process. */
    public static TemporaryFolder create(String purpose) {
        Path runs = ours().resolve("runs");
        try {
            Files.createDirectories(runs);
            removeAbandoned(runs);
            Path folder = Files.createDirectory(runs.resolve(purpose + "-" + UUID.randomUUID()));
            return new TemporaryFolder(OwnerLock.take(folder).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one folder of this user, which outlives processes: unpacked server programs are kept in it. */
    public static Path ours() {
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir", "."),
                "changeover-local-" + System.getProperty("user.name", "user"));
        try {
            if (Files.notExists(folder)) {
                Files.createDirectories(folder);
                if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
            }
            return folder.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return lock.directory();
    }

    /** Where a file system of its own may be mounted; made if needed. An abandoned one is unmounted as servers are stopped. */
    public Path disk() {
        try {
            return Files.createDirectories(path().resolve(DISK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the folder and all that is in it. */
    @Override
    public void close() {
        delete(lock.directory());
        lock.close();
    }

    private static void removeAbandoned(Path runs) throws IOException {
        Instant limit = Instant.now().minus(YOUNG);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(runs)) {
            for (Path folder : folders) {
                if (isOlder(folder, limit)) {
                    OwnerLock.take(folder).ifPresent(TemporaryFolder::removeAbandoned);
                }
            }
        }
    }

    private static void removeAbandoned(OwnerLock abandoned) {
        try (abandoned) {
            LeftoverPostmaster.stopIfAlive(LocalPostgres.dataDirectory(abandoned.directory()));
            LeftoverBroker.killIfAlive(abandoned.directory());
            MemoryFileSystem.unmount(abandoned.directory().resolve(DISK));
            delete(abandoned.directory());
        } catch (UncheckedIOException e) {
            LOG.atDebug()
                    .addKeyValue("folder", abandoned.directory())
                    .setCause(e)
                    .log("an abandoned temporary folder could not be removed");
        }
    }

    private static boolean isOlder(Path folder, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(folder).toInstant().isBefore(limit);
        } catch (NoSuchFileException e) {
            return false; // another process removed it
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
