package dev.changeover.app.command;

import dev.changeover.local.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for all that one run leaves on disk, inside the state directory. */
record RunFolder(Path path) {
    static RunFolder create(Path stateDirectory, String prefix) {
        try {
            Files.createDirectories(stateDirectory);
            return new RunFolder(Files.createTempDirectory(stateDirectory, prefix));
        } catch (IOException e) {
            throw StateDirectory.unusable(stateDirectory, e);
        }
    }

    void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
