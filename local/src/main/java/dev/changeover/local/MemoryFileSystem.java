package dev.changeover.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system in memory, of a size of its own, mounted on a folder. Linux lets only root do that. */
public final class MemoryFileSystem {
    private static final long PATIENCE_SECONDS = 30;

    private MemoryFileSystem() {}

    /** Mounts one on an empty folder; the reason if this user, or this machine, cannot. */
    public static Optional<String> mount(Path folder, int megabytes) {
        return run(List.of(
                "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=0700", "changeover", folder.toString()));
    }

    /** Takes it away with all that is in it; whoever still has a file open there keeps it. Nothing if none is mounted. */
    public static void unmount(Path folder) {
        if (isMounted(folder)) {
            run(List.of("umount", "-l", folder.toString())).ifPresent(reason -> {
                throw new IllegalStateException(folder + " could not be unmounted: " + reason);
            });
        }
    }

    private static boolean isMounted(Path folder) {
        try {
            Path parent = folder.toAbsolutePath().resolve("..");
            return Files.isDirectory(folder)
                    && !Files.getAttribute(folder, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnsupportedOperationException e) {
            return false; // no such thing here
        }
    }

    private static Optional<String> run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? Optional.empty() : Optional.of(output);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in '" + command.get(0) + "'", e);
        }
    }
}
