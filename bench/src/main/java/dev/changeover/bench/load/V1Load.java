package dev.changeover.bench.load;

import dev.changeover.bench.world.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * V1's application: clients that commit small transactions, at a steady pace or as fast as they can. A transaction that is late is not left
 * out: its latency counts from when it was due. Safe for any thread.
 */
public final class V1Load implements AutoCloseable {
    private static final long LARGEST_LATENCY_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;

    private final LoadConfig config;
    private final Histogram latencies = new ConcurrentHistogram(LARGEST_LATENCY_MICROS, DIGITS);
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private final long started = System.nanoTime();
    private volatile boolean stopped;

    private V1Load(LoadConfig config) {
        this.config = config;
    }

    /**
     * Starts all clients.
     *
     * @param numbers gives the marks' numbers; shared by loads that follow each other on the same users
     * @param marks told each mark as soon as it is committed, on the clients' threads
     */
    public static V1Load start(LoadConfig config, AtomicLong numbers, Consumer<Mark> marks) throws SQLException {
        V1Load load = new V1Load(config);
        Members members;
        try (Sql v1 = Sql.connect(config.v1())) {
            members = Members.of(v1);
        }
        for (int number = 0; number < config.clients(); number++) {
            Client client = new Client(
                    Sql.connect(config.v1()),
                    members,
                    everyOf(members.users(), config.clients(), number),
                    new Random(config.seed() + number),
                    numbers,
                    marks);
            Thread thread = new Thread(() -> load.run(client), "client-" + number);
            thread.setDaemon(true);
            load.threads.add(thread);
        }
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Stops after the transactions in hand. */
    public LoadReport stop() throws SQLException {
        stopped = true;
        threads.forEach(LockSupport::unpark);
        try {
            for (Thread each : threads) {
                each.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        SQLException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        return new LoadReport(
                latencies.getTotalCount(),
                latencies.getTotalCount() / seconds,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3);
    }

    private void run(Client client) {
        long pause = config.perSecond() == 0 ? 0 : Math.round(1e9 * config.clients() / config.perSecond());
        long due = System.nanoTime();
        try (client) {
            while (!stopped) {
                long early = due - System.nanoTime();
                if (pause > 0 && early > 0) {
                    LockSupport.parkNanos(early);
                    continue;
                }
                long from = pause > 0 ? due : System.nanoTime();
                client.act();
                latencies.recordValue(Math.min(LARGEST_LATENCY_MICROS, (System.nanoTime() - from) / 1_000));
                due += pause;
            }
        } catch (SQLException e) {
            failure.compareAndSet(null, e);
        }
    }

    private static List<Long> everyOf(List<Long> ids, int parts, int part) {
        return IntStream.range(0, ids.size())
                .filter(i -> i % parts == part)
                .mapToObj(ids::get)
                .toList();
    }

    @Override
    public void close() throws SQLException {
        stop();
    }
}
