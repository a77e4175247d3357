package dev.changeover.bench.world;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's own client reads what a pipeline reads of V1, and throws it away: what V1 pays for logical replication, whoever reads.
 * Confined to one thread.
 */
public final class PlainDecoding implements AutoCloseable {
    static final String PROGRAM = "pg_recvlogical";
    private static final String PUBLICATION = "changeover"; // capture's own, unless told otherwise
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 50;

    private final Databases databases;
    private final String slot;
    private final Running client;

    private PlainDecoding(Databases databases, String slot, Running client) {
        this.databases = databases;
        this.slot = slot;
        this.client = client;
    }

    /**
     * Starts at V1's position of now, and returns when it reads.
     *
     * @param pair whose pipeline has left its publication in V1
     * @param before what runs a program on a core of its own
     */
    static PlainDecoding start(Databases databases, MachinePrograms programs, Pair pair, List<String> before)
            throws SQLException, InterruptedException {
        String slot = pair.name() + "_plain";
        try (Sql v1 = Sql.connect(pair.v1())) {
            v1.execute("SELECT pg_create_logical_replication_slot(?, 'pgoutput')", slot);
            ProcessBuilder client = new ProcessBuilder(command(programs, pair.v1(), slot, before));
            PlainDecoding decoding =
                    new PlainDecoding(databases, slot, Running.start("decoding", client, pair.directory()));
            try {
                decoding.await(v1, "state = 'streaming'");
                return decoding;
            } catch (InterruptedException | SQLException | RuntimeException e) {
                try (decoding) {
                    throw e;
                }
            }
        }
    }

    private static List<String> command(
            MachinePrograms programs, DatabaseAddress v1, String slot, List<String> before) {
        List<String> command = new ArrayList<>(before);
        command.addAll(Reference.client(
                programs,
                PROGRAM,
                v1,
                "--slot=" + slot,
                "--start",
                "--no-loop",
                "--file=/dev/null",
                "--option=proto_version=1",
                "--option=publication_names=" + PUBLICATION));
        return command;
    }

    private void await(Sql v1, String state) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String sql = "SELECT count(*) FROM pg_replication_slots s JOIN pg_stat_replication r ON r.pid = s.active_pid"
                + " WHERE s.slot_name = ? AND r." + state;
        while (v1.number(sql, slot) == 0) {
            client.requireAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(PROGRAM + " did not get there in " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /**
     * Returns when all that V1 has logged until now was sent.
     *
     * @throws IllegalStateException when the client has ended, or that takes too long
     */
    public void awaitSent(Pair pair) throws InterruptedException, SQLException {
        try (Sql v1 = Sql.connect(pair.v1())) {
            await(v1, "sent_lsn >= '" + v1.text("SELECT pg_current_wal_flush_lsn()") + "'");
        }
    }

    /** Ends the client, and drops its slot. */
    @Override
    public void close() throws SQLException {
        client.close();
        Slots.drop(databases.v1(), slot);
    }
}
