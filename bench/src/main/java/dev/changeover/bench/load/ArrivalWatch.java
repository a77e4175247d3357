package dev.changeover.bench.load;

import dev.changeover.bench.world.Sql;
import dev.changeover.contract.database.DatabaseAddress;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the users of V2 whose marks are on their way, about two hundred times a second, by primary key. What it sees late by that pause is
 * part of what it reports. Marks come from any thread; the rest is for one.
 */
public final class ArrivalWatch implements AutoCloseable {
    private static final long PAUSE_NANOS = 5_000_000;

    private final Sql v2;
    private final Map<Long, Long> v1Ids = new HashMap<>();
    private final Map<Long, Long> v2Ids = new HashMap<>();
    private final Map<Long, Deque<Mark>> waiting = new ConcurrentHashMap<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "arrivals");
    private volatile boolean stopped;

    private ArrivalWatch(Sql v2) {
        this.v2 = v2;
    }

    /** Starts to look; every user that is marked must have been migrated. */
    public static ArrivalWatch start(DatabaseAddress target) throws SQLException {
        ArrivalWatch watch = new ArrivalWatch(Sql.connect(target));
        try (Statement statement = watch.v2.connection().createStatement();
                ResultSet pairs = statement.executeQuery("SELECT v1_id, v2_id FROM changeover.id_map"
                        + " WHERE table_name = 'users' AND v2_id IS NOT NULL")) {
            while (pairs.next()) {
                watch.v1Ids.put(pairs.getLong(2), pairs.getLong(1));
                watch.v2Ids.put(pairs.getLong(1), pairs.getLong(2));
            }
        }
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** From now on looks for this mark. */
    public void expect(Mark mark) {
        waiting.compute(mark.user(), (user, marks) -> {
            Deque<Mark> all = marks == null ? new ArrayDeque<>() : marks;
            all.addLast(mark);
            return all;
        });
    }

    /** What has arrived since the last call, once nothing is on its way any more. */
    public List<Arrival> awaitAll(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!waiting.isEmpty()) {
            requireWell();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "The marks of " + waiting.size() + " users were not in V2 after " + atMost.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Interrupted");
            }
        }
        requireWell();
        synchronized (arrivals) {
            List<Arrival> all = List.copyOf(arrivals);
            arrivals.clear();
            return all;
        }
    }

    private void requireWell() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("V2 could not be looked at: " + failed.getMessage(), failed);
        }
    }

    private void run() {
        try (PreparedStatement look =
                v2.connection().prepareStatement("SELECT id, primary_goal FROM users WHERE id = ANY (?)")) {
            while (!stopped) {
                if (!waiting.isEmpty()) {
                    look(look);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (SQLException | IllegalStateException e) {
            failure.set(e);
        }
    }

    private void look(PreparedStatement look) throws SQLException {
        Object[] ids = waiting.keySet().stream().map(this::targetId).toArray();
        Array wanted = v2.connection().createArrayOf("int", ids);
        look.setArray(1, wanted);
        try (ResultSet result = look.executeQuery()) {
            long now = System.nanoTime();
            while (result.next()) {
                long number = Mark.numberIn(String.valueOf(result.getString(2)));
                arrived(v1Ids.getOrDefault(result.getLong(1), 0L), number, now);
            }
        }
    }

    private Long targetId(long user) {
        Long id = v2Ids.get(user);
        if (id == null) {
            throw new IllegalStateException("V1's user " + user + " was marked, but has not been migrated");
        }
        return id;
    }

    private void arrived(long user, long number, long now) {
        waiting.computeIfPresent(user, (key, marks) -> {
            Mark first = marks.peekFirst();
            while (first != null && first.number() <= number) {
                marks.removeFirst();
                // A mark can be seen before its own client has come round to telling that it was committed.
                Arrival arrival = new Arrival(first.committedNanos(), Math.max(0, now - first.committedNanos()));
                synchronized (arrivals) {
                    arrivals.add(arrival);
                }
                first = marks.peekFirst();
            }
            return marks.isEmpty() ? null : marks;
        });
    }

    @Override
    public void close() throws SQLException {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        v2.close();
    }
}
