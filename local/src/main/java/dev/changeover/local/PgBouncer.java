package dev.changeover.local;

import dev.changeover.contract.database.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's PgBouncer as a child process in front of a server of this machine, where it is installed. Any thread may use it. */
public final class PgBouncer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAUSE_MILLIS = 50;
    private static final String SETTINGS = """
            [databases]
            * = host=127.0.0.1 port=%d user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = any
            pool_mode = %s
            default_pool_size = 20
            ignore_startup_parameters = extra_float_digits
            """;

    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static boolean isInstalled() {
        return program().isPresent();
    }

    /**
     * Returns when it answers.
     *
     * @param folder for its settings and its log; everybody of this machine may read it from then on
     * @param mode {@code session} or {@code transaction}
     */
    public static PgBouncer start(Path folder, LocalPostgres server, String mode) {
        try {
            int port = FreePorts.next();
            Path settings = folder.resolve("pgbouncer-" + mode + ".ini");
            Files.writeString(settings, SETTINGS.formatted(server.port(), port, mode));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));
            Path log = folder.resolve("pgbouncer-" + mode + ".log");
            PgBouncer pooler = new PgBouncer(
                    new ProcessBuilder(command(settings))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    port);
            pooler.awaitAnswer(log);
            return pooler;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same database, through the pooler. */
    public DatabaseAddress inFrontOf(DatabaseAddress direct) {
        return new DatabaseAddress("127.0.0.1", port, direct.database(), direct.user(), direct.password(), Map.of());
    }

    private static Optional<Path> program() {
        return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<String> command(Path settings) {
        List<String> command = new ArrayList<>();
        command.add(program().orElseThrow().toString());
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // it refuses to run as root
        }
        command.add(settings.toString());
        return command;
    }

    private void awaitAnswer(Path log) {
        long began = System.nanoTime();
        while (!answers()) {
            if (ended() || System.nanoTime() - began > PATIENCE.toNanos()) {
                close();
                throw new IllegalStateException("PgBouncer does not answer; read " + log);
            }
        }
    }

    private boolean ended() {
        try {
            return process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
