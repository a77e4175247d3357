package dev.changeover.bench.measure;

import dev.changeover.bench.load.Arrival;
import dev.changeover.bench.load.ArrivalWatch;
import dev.changeover.bench.load.LoadConfig;
import dev.changeover.bench.load.LoadReport;
import dev.changeover.bench.load.V1Load;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.Running;
import dev.changeover.bench.world.Sql;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** {@code sync} that has caught up, and somebody who uses V1. Confined to one thread. */
final class LivePipeline implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final int CLIENTS = 4;

    private final World world;
    private final Pair pair;
    private final Running sync;
    private final ArrivalWatch watch;
    private final AtomicLong numbers = new AtomicLong();
    private long loads;

    private LivePipeline(World world, Pair pair, Running sync, ArrivalWatch watch) {
        this.world = world;
        this.pair = pair;
        this.sync = sync;
        this.watch = watch;
    }

    /**
     * What a load saw, and what became of its marks.
     *
     * @param v1Wal bytes that V1's server logged meanwhile
     * @param v2Wal likewise V2's
     */
    record Window(LoadReport report, List<Arrival> arrivals, long v1Wal, long v2Wal) {
        Window {
            arrivals = List.copyOf(arrivals);
        }
    }

    static LivePipeline start(World world) throws InterruptedException, SQLException {
        Pair pair = world.open(1);
        Running sync = world.changeover().start(pair, "sync");
        try {
            sync.awaitInStep(PATIENCE);
            return new LivePipeline(world, pair, sync, ArrivalWatch.start(pair.v2()));
        } catch (InterruptedException | SQLException | RuntimeException e) {
            try (pair;
                    sync) {
                throw e;
            }
        }
    }

    /** Loads V1 for a while, and returns when the last mark has arrived. */
    Window load(int perSecond, Duration time) throws InterruptedException, SQLException {
        try (Sql v1 = Sql.connect(pair.v1());
                Sql v2 = Sql.connect(pair.v2())) {
            long v1Before = v1.walPosition();
            long v2Before = v2.walPosition();
            LoadReport report = commit(perSecond, time);
            List<Arrival> arrivals = watch.awaitAll(DRAIN);
            return new Window(report, arrivals, v1.walPosition() - v1Before, v2.walPosition() - v2Before);
        }
    }

    private LoadReport commit(int perSecond, Duration time) throws InterruptedException, SQLException {
        LoadConfig config =
                new LoadConfig(pair.v1(), CLIENTS, perSecond, world.config().seed() + ++loads);
        try (V1Load load = V1Load.start(config, numbers, watch::expect)) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            sync.requireAlive();
            return load.stop();
        }
    }

    @Override
    public void close() throws SQLException {
        try (pair;
                sync;
                watch) {
            // in the reverse order
        }
    }
}
