package dev.changeover.local.fault;

import dev.changeover.local.MemoryFileSystem;
import dev.changeover.local.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A disk that is small enough to be filled: in memory, mounted in a temporary folder, and gone at the end. Its methods may
 * be called from any thread. What lives on it must be stopped before it is closed.
 */
public final class SmallDisk implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;

    private final TemporaryFolder folder;
    private final Path disk;
    private final Thread atExit = new Thread(this::unmount, "small-disk-exit");
    private boolean closed;

    private SmallDisk(TemporaryFolder folder) {
        this.folder = folder;
        this.disk = folder.disk();
    }

    /** Why there can be no such disk here: what a test that is skipped says. Empty where there can be. */
    public static Optional<String> unavailable() {
        try (TemporaryFolder folder = TemporaryFolder.create("disk")) {
            Optional<String> reason = MemoryFileSystem.mount(folder.disk(), 1);
            MemoryFileSystem.unmount(folder.disk());
            return reason.map(each -> "no small disk can be mounted (needs root): " + each);
        }
    }

    /** An empty disk of this size. Ask {@link #unavailable()} first. */
    public static SmallDisk ofMegabytes(int megabytes) {
        SmallDisk small = new SmallDisk(TemporaryFolder.create("disk"));
        Optional<String> refused = MemoryFileSystem.mount(small.disk, megabytes);
        if (refused.isPresent()) {
            small.folder.close();
            throw new IllegalStateException("No small disk can be mounted: " + refused.get());
        }
        Runtime.getRuntime().addShutdownHook(small.atExit);
        return small;
    }

    /** A folder that takes up the whole disk. */
    public Path path() {
        return disk;
    }

    public long freeBytes() {
        try {
            return Files.getFileStore(disk).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes all the room that is left; also what others gave back since the last time. */
    public synchronized void fill() {
        int number = 0;
        while (freeBytes() > 0) {
            occupy(disk.resolve("filling-" + System.nanoTime() + "-" + number++));
        }
    }

    /** Gives back what {@link #fill()} took. */
    public synchronized void release() {
        try (var fillings = Files.newDirectoryStream(disk, "filling-*")) {
            for (Path filling : fillings) {
                Files.delete(filling);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unmounts the disk; what is on it is lost. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the process is ending: the hook does it
        }
        unmount();
    }

    private void unmount() {
        MemoryFileSystem.unmount(disk);
        folder.close();
    }

    private static void occupy(Path filling) {
        byte[] page = new byte[PAGE_BYTES];
        try (OutputStream output = Files.newOutputStream(filling)) {
            while (true) {
                output.write(page);
            }
        } catch (IOException e) {
            // full
        }
    }
}
