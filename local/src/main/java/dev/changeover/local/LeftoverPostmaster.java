package dev.changeover.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database server that outlived the process which started it. It must be stopped before another one starts in its data
 * directory: on the same port it would silently be taken for the new one.
 */
final class LeftoverPostmaster {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverPostmaster.class);
    private static final Duration LAST_BREATH = Duration.ofSeconds(20);

    private LeftoverPostmaster() {}

    /** Stops the server that runs in this data directory, if any. */
    static void stopIfAlive(Path dataDirectory) {
        Path pidFile = dataDirectory.resolve("postmaster.pid");
        try {
            Optional<ProcessHandle> named = Files.exists(pidFile) ? process(pidFile) : Optional.empty();
            if (named.isPresent() && isPostgres(named.get())) {
                stop(dataDirectory, named.get());
            } else if (named.isPresent()) {
                disown(pidFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the programs are that the server of this data directory was last started with. */
    static Path programs(Path dataDirectory) {
        try {
            String command = Files.readString(dataDirectory.resolve("postmaster.opts"));
            Path program = Path.of(command.substring(0, command.indexOf(" \"")));
            return Optional.ofNullable(program.getParent()).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Path dataDirectory, ProcessHandle server) {
        Path programs = programs(dataDirectory);
        boolean stopped = PostgresPrograms.stop(programs, dataDirectory, "fast")
                || PostgresPrograms.stop(programs, dataDirectory, "immediate")
                || isEnding(server);
        if (!stopped) {
            throw new IllegalStateException("Process " + server.pid() + ", a PostgreSQL server left over in "
                    + dataDirectory + ", does not stop; end it by hand");
        }
        LOG.atInfo()
                .addKeyValue("pid", server.pid())
                .addKeyValue("directory", dataDirectory)
                .log("a left-over database server was stopped");
    }

    /** Somebody else stops it at this moment: without its file, pg_ctl sees no server, but the last breath can take a while. */
    private static boolean isEnding(ProcessHandle server) {
        try {
            server.onExit().get(LAST_BREATH.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !isPostgres(server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The living process whose number the file holds. */
    private static Optional<ProcessHandle> process(Path pidFile) throws IOException {
        String first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
        return first.matches("[0-9]{1,18}")
                ? ProcessHandle.of(Long.parseLong(first)).filter(ProcessHandle::isAlive)
                : Optional.empty();
    }

    /** False also for a dead one that its parent has not asked for yet: it has no command any more. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.contains("postgres"))
                .orElse(false);
    }

    /**
     * The number has gone to another program, and PostgreSQL would refuse to start while that runs. The file is not removed:
     * it also names the shared memory, by which PostgreSQL sees that children of a killed server are still at work. It
     * ignores its parent's number, which is ours.
     */
    private static void disown(Path pidFile) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);
    }
}
