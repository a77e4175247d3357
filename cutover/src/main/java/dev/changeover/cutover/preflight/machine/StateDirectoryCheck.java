package dev.changeover.cutover.preflight.machine;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the state directory can be used, and whose it is now. Makes nothing. */
final class StateDirectoryCheck {
    private static final String ELSEWHERE = "set CHANGEOVER_STATE_DIR to a directory that may be written";

    private StateDirectoryCheck() {}

    static Judgement of(PreflightConfig config) {
        Path directory = config.state().directory();
        Path nearest = nearestExisting(directory);
        if (!Files.isDirectory(nearest) || !Files.isWritable(nearest)) {
            return Judgement.fail(
                    nearest.equals(directory)
                            ? "the state directory " + directory + " is no directory that may be written"
                            : "the state directory " + directory + " cannot be made in " + nearest,
                    ELSEWHERE);
        }
        if (config.state().owner().isEmpty()) {
            return Judgement.pass(
                    nearest.equals(directory)
                            ? directory + ", which nobody uses"
                            : directory + ", made when it is needed");
        }
        long owner = config.state().owner().getAsLong();
        return Judgement.warn(
                "process " + owner + " uses " + directory,
                "nothing, if that is your sync; another migrate or sync needs it to end first, or a directory of its own");
    }

    /** The directory itself, or the lowest one above it that is there. */
    static Path nearestExisting(Path directory) {
        for (Path each = directory.toAbsolutePath(); each != null; each = each.getParent()) {
            if (Files.exists(each)) {
                return each;
            }
        }
        throw new IllegalStateException("A file system without a root");
    }
}
