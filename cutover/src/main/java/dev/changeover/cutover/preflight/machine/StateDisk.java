package dev.changeover.cutover.preflight.machine;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Volumes;
import dev.changeover.cutover.preflight.scene.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Free space of the state directory against what stores, logs and an embedded broker may need. */
final class StateDisk {
    private static final long LOGS_BYTES = 64L << 20;

    private StateDisk() {}

    static Judgement of(Scene scene) throws SQLException {
        Volumes volumes = scene.volumes();
        Path directory =
                StateDirectoryCheck.nearestExisting(scene.config().state().directory());
        boolean embedded = scene.config().bootstrapServers().isEmpty();
        try {
            return Disk.judged(
                    "the state directory's file system",
                    Files.getFileStore(directory).getUsableSpace(),
                    volumes.stateBytes() + LOGS_BYTES + (embedded ? volumes.topicBytes() : 0),
                    "free space on it, or set CHANGEOVER_STATE_DIR to a larger one");
        } catch (IOException e) {
            return Judgement.warn(
                    "the free space of " + directory + " cannot be asked ("
                            + e.getClass().getSimpleName() + ")",
                    "look with df");
        }
    }
}
