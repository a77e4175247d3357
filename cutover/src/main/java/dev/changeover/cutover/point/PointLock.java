package dev.changeover.cutover.point;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Only one command at a time makes or deletes points of an environment. The operating system's: it ends with the process. */
final class PointLock implements AutoCloseable {
    private final FileChannel channel;

    private PointLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws ProblemException if another command has it */
    static PointLock take(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                OwnerOnly.folder(folder).resolve(".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                OwnerOnly.file());
        if (lock(channel) == null) {
            channel.close();
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "Another command makes or deletes a rollback point right now",
                    folder + " is locked",
                    "wait until it has ended, and start again"));
        }
        return new PointLock(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
