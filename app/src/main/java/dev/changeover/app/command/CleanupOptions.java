package dev.changeover.app.command;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.CleanupScope;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of an environment is taken away, and where its ledger goes. */
final class CleanupOptions {
    private static final DateTimeFormatter IN_NAMES =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @Option(
            names = "--archive",
            paramLabel = "FILE",
            description =
                    "Where the ledger is written to. Default: changeover-archive-ENVIRONMENT-TIME.zip beside the state"
                            + " directory.")
    private @Nullable Path file;

    @Option(
            names = "--with-rollback-points",
            description = "Delete this environment's rollback points too. Without them there is no way back.")
    private boolean withRollbackPoints;

    @Option(names = "--without-v1", description = "Leave V1 out: it is gone for good.")
    private boolean withoutV1;

    @Option(names = "--without-target", description = "Leave the target out: it is gone for good.")
    private boolean withoutTarget;

    @Option(names = "--without-broker", description = "Leave a broker of yours out: it is gone for good.")
    private boolean withoutBroker;

    @Option(
            names = "--without-other",
            description =
                    "Leave the other environment out where it cannot be asked: it is gone for good, or never was. V1's slot goes"
                            + " then; what the other environment is seen to use stays.")
    private boolean withoutOther;

    /** @param directory where relative paths start */
    Path archive(Configuration configuration, Path directory, Clock clock) {
        if (file != null) {
            return directory.resolve(file).toAbsolutePath().normalize();
        }
        return configuration
                .stateDirectory()
                .resolveSibling("changeover-archive-"
                        + configuration.environment().code() + "-" + IN_NAMES.format(clock.instant()) + ".zip");
    }

    /** The cleanup as these options want it. */
    CleanupScope scope(Path archive) {
        return new CleanupScope(archive, withRollbackPoints, withoutV1, withoutTarget, withoutBroker, withoutOther);
    }
}
