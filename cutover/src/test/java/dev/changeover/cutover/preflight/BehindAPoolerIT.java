package dev.changeover.cutover.preflight;

import static dev.changeover.cutover.preflight.WhatEachCheckFindsIT.assertFound;
import static dev.changeover.cutover.preflight.finding.CheckName.TARGET_POOLER;
import static dev.changeover.cutover.preflight.finding.CheckName.V1_POOLER;
import static dev.changeover.cutover.preflight.finding.Status.FAIL;
import static dev.changeover.cutover.preflight.finding.Status.PASS;
import static dev.changeover.cutover.preflight.finding.Status.WARN;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.LocalPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A pooler in the URL: said, and refused where it could not work. */
@EnabledIf(
        value = "hasPgBouncer",
        disabledReason = "PgBouncer is not installed here (Debian: apt-get install pgbouncer)")
class BehindAPoolerIT {
    @TempDir
    Path folder;

    static boolean hasPgBouncer() {
        return program().isPresent();
    }

    @Test
    void oneThatSharesSessionsFailsAndOneThatKeepsThemIsFineForTheTarget() throws Exception {
        try (LocalPostgres server = LocalPostgres.startTemporary()) {
            CheckedPair.createTemplates(server);
            CheckedPair direct = CheckedPair.create(server, "pooled", folder);
            assertFound(direct.check(TARGET_POOLER), PASS, "no pooler");

            through(direct, "transaction", pair -> {
                assertFound(pair.check(TARGET_POOLER), FAIL, "shares sessions");
                assertFound(pair.check(V1_POOLER), FAIL, "shares sessions");
            });

            through(direct, "session", pair -> {
                assertFound(pair.check(TARGET_POOLER), PASS, "a session of its own");
                assertFound(pair.check(V1_POOLER), WARN, "v1-replication tells");
            });
        }
    }

    private void through(CheckedPair direct, String mode, java.util.function.Consumer<CheckedPair> claims)
            throws IOException {
        int port = freePort();
        Process pooler = start(direct.server().port(), port, mode);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> answers(port));
            claims.accept(CheckedPair.of(direct.server(), at(port, direct.v1()), at(port, direct.target()), folder));
        } finally {
            pooler.destroyForcibly().onExit().join();
        }
    }

    private static DatabaseAddress at(int port, DatabaseAddress address) {
        return new DatabaseAddress(
                address.host(), port, address.database(), address.user(), address.password(), Map.of());
    }

    private Process start(int serverPort, int port, String mode) throws IOException {
        Path file = folder.resolve(mode + ".ini");
        Files.writeString(file, """
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
                """.formatted(serverPort, port, mode));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        List<String> command = new ArrayList<>(List.of(program().orElseThrow().toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // it refuses to run as root
        }
        command.add(file.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(mode + ".log").toFile())
                .start();
    }

    private static Optional<Path> program() {
        return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
