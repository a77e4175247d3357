package dev.changeover.app.demo;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.Databases;
import dev.changeover.app.config.Environment;
import dev.changeover.local.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds all that a demonstration leaves on disk, and goes with it. */
final class DemoFolder implements AutoCloseable {
    private final Path path;

    private DemoFolder(Path path) {
        this.path = path;
    }

    static DemoFolder create(Path stateDirectory) {
        try {
            Files.createDirectories(stateDirectory);
            return new DemoFolder(Files.createTempDirectory(stateDirectory, "demo-"));
        } catch (IOException e) {
            throw StateDirectory.unusable(stateDirectory, e);
        }
    }

    Path path() {
        return path;
    }

    /** The same, but for what belongs to the demonstration. */
    Configuration configuration(Configuration base, DemoDatabases databases) {
        return new Configuration(
                Environment.STAGING,
                path.resolve("state"),
                new Databases(Optional.of(databases.v1()), Optional.empty(), Optional.of(databases.v2())),
                Optional.empty(),
                base.partitions(),
                base.capture(),
                base.transformThreads(),
                base.sink(),
                base.drills(),
                base.verifier(),
                base.rollbackPoint(),
                base.healthPort(),
                base.logFormat());
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
