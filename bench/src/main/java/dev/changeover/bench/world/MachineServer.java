package dev.changeover.bench.world;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.local.FreePorts;
import dev.changeover.local.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server that is made with the machine's own programs, in a temporary folder that goes with it. */
final class MachineServer implements DatabaseServer {
    private static final String SUPERUSER = "postgres";

    private final MachinePrograms programs;
    private final TemporaryFolder folder;
    private final int port = FreePorts.next();
    private final Thread atExit = new Thread(this::close, "machine-server-exit");
    private boolean closed;

    private MachineServer(MachinePrograms programs, TemporaryFolder folder) {
        this.programs = programs;
        this.folder = folder;
    }

    static MachineServer start(MachinePrograms programs) {
        // The data's place in it is the one that a later run looks at, which stops what a killed run left behind.
        MachineServer server = new MachineServer(programs, TemporaryFolder.create("postgres"));
        try {
            server.launch();
            Runtime.getRuntime().addShutdownHook(server.atExit);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public DatabaseAddress address(String database) {
        return new DatabaseAddress("127.0.0.1", port, database, SUPERUSER, new Secret("local"), Map.of());
    }

    private void launch() {
        require("initdb", "-D", data(), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.put("listen_addresses", "'127.0.0.1'");
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "''");
        settings.put("max_connections", "200");
        settings.put("timezone", "'UTC'");
        List<String> lines = new ArrayList<>();
        settings.forEach((name, value) -> lines.add(name + " = " + value));
        try {
            Files.write(folder.path().resolve("data").resolve("postgresql.auto.conf"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        require("pg_ctl", "start", "-D", data(), "-l", log(), "-w", "-t", "60");
    }

    private void require(String program, String... arguments) {
        int code = programs.run(folder.path().resolve("programs.log"), program, arguments);
        if (code != 0) {
            throw new ProblemException(new Problem(
                    Problem.Kind.UNEXPECTED,
                    "The machine's own PostgreSQL does not start",
                    program + " ended with " + code,
                    "use the embedded one: --server embedded"));
        }
    }

    private String data() {
        return folder.path().resolve("data").toString();
    }

    private String log() {
        return folder.path().resolve("server.log").toString();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the process is ending, and this is the hook
        }
        try {
            programs.run(folder.path().resolve("programs.log"), "pg_ctl", "stop", "-D", data(), "-w", "-m", "fast");
        } finally {
            folder.close();
        }
    }
}
