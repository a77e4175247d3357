package dev.changeover.bench.world;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** V1's server on one core and V2's on another, until closed. Linux's {@code taskset} does it. */
public final class Pinning implements AutoCloseable {
    private static final List<String> TO_V1S_CORE = List.of("taskset", "-c", "0");
    private static final List<String> TO_V2S_CORE = List.of("taskset", "-c", "1");

    private final Databases databases;

    private Pinning(Databases databases) {
        this.databases = databases;
    }

    /**
     * Does nothing where it works.
     *
     * @throws IllegalStateException where there is one core only, or processes cannot be pinned
     */
    public static void requirePossible() {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw new IllegalStateException("it needs two cores");
        }
        if (run(List.of("taskset", "-c", "0-1", "true")) != 0) {
            throw new IllegalStateException("processes cannot be pinned here: taskset (util-linux) does not work");
        }
    }

    /** Pins all processes of both servers; those that they start later inherit it. */
    public static Pinning of(Databases databases) throws SQLException {
        pin(databases.v1(), "0");
        pin(databases.v2(), "1");
        return new Pinning(databases);
    }

    /** What runs a program on the core of V1's server. */
    public List<String> besideV1() {
        return TO_V1S_CORE;
    }

    /** What runs a program on the core of V2's server. */
    public List<String> besideV2() {
        return TO_V2S_CORE;
    }

    private static void pin(DatabaseServer server, String cores) throws SQLException {
        for (long process : server.processes()) {
            run(List.of("taskset", "-apc", cores, Long.toString(process))); // one that has just ended does not matter
        }
    }

    private static int run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1; // there is no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** From now on both may run everywhere. */
    @Override
    public void close() throws SQLException {
        String all = "0-" + (Runtime.getRuntime().availableProcessors() - 1);
        pin(databases.v1(), all);
        pin(databases.v2(), all);
    }
}
