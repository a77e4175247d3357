package dev.changeover.torture.work;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.SQLException;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbered rows that one thread commits to V1 at a steady pace, in turn for each of a few users, and notes once they are acknowledged. The
 * same number in V2 proves that what was committed up to then has come through. Nothing keeps V2 from having one twice: the table has no
 * unique column. Safe for any thread.
 */
public final class Probes implements AutoCloseable {
    /** Enough that most partitions carry one. */
    static final int USERS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
    private static final long PAUSE_NANOS = 40_000_000;
    private static final String EMAIL = "probe.";

    private final Session v1;
    private final NavigableSet<Long> acknowledged = new ConcurrentSkipListSet<>();
    private final Thread thread = new Thread(this::run, "probes");
    private final long first;
    private volatile boolean stopped;
    private volatile long next;

    private Probes(DatabaseAddress v1, long first) {
        this.v1 = new Session(v1);
        this.first = first;
        this.next = first;
    }

    /** Adds the users of the probes to V1; once a world. */
    public static void createUsers(DatabaseAddress v1) throws SQLException {
        try (Session session = new Session(v1)) {
            session.execute("INSERT INTO users (first_name, email) SELECT 'Probe', '" + EMAIL
                    + "' || n || '@example.com' FROM generate_series(0, " + (USERS - 1) + ") AS n");
        }
    }

    /** @param first the number of the first one; greater than any before in this world */
    static Probes start(DatabaseAddress v1, long first) {
        Probes probes = new Probes(requireNonNull(v1, "v1"), first);
        probes.thread.setDaemon(true);
        probes.thread.start();
        return probes;
    }

    /** Those that V1 has acknowledged until now. */
    NavigableSet<Long> acknowledged() {
        return new TreeSet<>(acknowledged);
    }

    /**
     * Those that V1 has acknowledged, right after one more was: the pipeline cannot have carried that one yet. Waits a second
     * for it, and not longer: V1 may be away.
     */
    NavigableSet<Long> acknowledgedJustNow() throws InterruptedException {
        long awaited = next;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (acknowledged.ceiling(awaited) == null && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return acknowledged();
    }

    /** The number that the next one will have. */
    long next() {
        return next;
    }

    /** Those of this run that are in a database; each number as often as it is there. */
    List<Long> in(Session database) throws SQLException {
        return database.numbers("SELECT substr(name, 7)::bigint FROM drill_groups WHERE name LIKE 'probe %'"
                + " AND substr(name, 7)::bigint >= " + first);
    }

    private void run() {
        while (!stopped) {
            long number = next;
            next = number + 1; // before the commit: a number whose fate is unknown is never used again
            try {
                v1.execute("INSERT INTO drill_groups (user_id, name, description, is_liked_group) SELECT id, 'probe "
                        + number + "', '', false FROM users WHERE email = '" + EMAIL + number % USERS
                        + "@example.com'");
                acknowledged.add(number);
            } catch (SQLException e) {
                LOG.atDebug().addKeyValue("state", e.getSQLState()).log("a probe was not acknowledged");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Stops after the one in hand, and removes all of them from V1: their removal is work as well. */
    void withdraw() throws SQLException {
        close();
        v1.execute("DELETE FROM drill_groups WHERE name LIKE 'probe %'");
        v1.close();
    }

    /** Stops after the one in hand. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
