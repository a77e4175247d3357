package dev.changeover.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A shell beside a database server, whose input is a pipe from this process: it ends when this process ends, however it does, and then the
 * shell ends the server. It does so only while this process is the last that owned the directory, so that the server of a successor is
 * never taken for the orphan. Closed after a server that was stopped in good order.
 */
final class OrphanWatch implements AutoCloseable {
    /** Immediate shutdown: as a crash, which every server of ours must be able to bear. $1 is the directory, $2 this process. */
    private static final String SCRIPT = """
            trap '' INT HUP
            while read -r line; do :; done
            read -r server < "$1/data/postmaster.pid" || exit 0
            read -r owner < "$1/owner.pid" || :
            [ "$owner" = "$2" ] && kill -QUIT "$server"
            """;

    private final Process shell;

    private OrphanWatch(Process shell) {
        this.shell = shell;
    }

    /** Watches over the server of this directory, which this process owns. */
    static OrphanWatch over(Path directory) {
        List<String> command = List.of(
                "sh",
                "-c",
                SCRIPT,
                "orphan-watch",
                directory.toString(),
                Long.toString(ProcessHandle.current().pid()));
        try {
            return new OrphanWatch(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of its input would mean something else to it, so it is killed before that. */
    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
