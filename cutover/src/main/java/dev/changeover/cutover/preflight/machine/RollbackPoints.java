package dev.changeover.cutover.preflight.machine;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether there is a way back: a rollback point of this environment whose manifest was written, which is the last thing written. */
final class RollbackPoints {
    private static final String MANIFEST = "manifest.json";

    private RollbackPoints() {}

    static Judgement of(PreflightConfig config) {
        Path points = config.state().directory().resolve("rollback-points").resolve(config.environment());
        long complete = complete(points);
        return complete > 0
                ? Judgement.pass(complete + " rollback points in " + points)
                : new Judgement()
                        .add(
                                config.production() ? Status.FAIL : Status.WARN,
                                "there is no rollback point of " + config.environment() + " in " + points,
                                "run rollback-point create --environment " + config.environment()
                                        + ", and rollback-point check");
    }

    private static long complete(Path points) {
        if (!Files.isDirectory(points)) {
            return 0;
        }
        try (Stream<Path> found = Files.list(points)) {
            return found.filter(point -> Files.isRegularFile(point.resolve(MANIFEST)))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
