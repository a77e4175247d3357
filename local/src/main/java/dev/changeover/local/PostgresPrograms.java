package dev.changeover.local;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the bundled PostgreSQL's programs. PostgreSQL refuses to run as root; a root user of a container runs it in a user
 * namespace, where it is nobody.
 */
final class PostgresPrograms {
    private static final long PATIENCE_SECONDS = 60;
    private static final List<String> AS_NOBODY = List.of("unshare", "-U");

    private PostgresPrograms() {}

    /** @throws ProblemException if PostgreSQL cannot run as this user on this machine */
    static void requireRunnable() {
        if (isRoot() && run(append(AS_NOBODY, "true")) != 0) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The embedded PostgreSQL cannot start",
                    "PostgreSQL does not run as root, and this machine forbids the user namespace ('unshare -U') that it"
                            + " would run in instead",
                    "run as another user, allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, or the"
                            + " container's seccomp profile), or set V1_DATABASE_URL and V2_DATABASE_URL to databases"
                            + " that run elsewhere"));
        }
    }

    /** Stops the server of this data directory and waits for its end. {@code mode}: fast or immediate. */
    static boolean stop(Path programs, Path dataDirectory, String mode) {
        return control(programs, "stop", dataDirectory, "-m", mode);
    }

    /** Stops the server of this data directory if it runs, and starts it with the options that it had. */
    static boolean restart(Path programs, Path dataDirectory, Path log) {
        return control(programs, "restart", dataDirectory, "-m", "fast", "-l", log.toString());
    }

    private static boolean control(Path programs, String what, Path dataDirectory, String... options) {
        List<String> command = new ArrayList<>(isRoot() ? AS_NOBODY : List.of());
        command.addAll(List.of(programs.resolve("pg_ctl").toString(), what, "-D", dataDirectory.toString()));
        command.addAll(List.of("-w", "-t", Long.toString(PATIENCE_SECONDS)));
        command.addAll(List.of(options));
        return run(command) == 0;
    }

    private static boolean isRoot() {
        try {
            Path self = Path.of("/proc/self");
            return Files.exists(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static int run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS + 10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static List<String> append(List<String> first, String last) {
        List<String> all = new ArrayList<>(first);
        all.add(last);
        return all;
    }
}
