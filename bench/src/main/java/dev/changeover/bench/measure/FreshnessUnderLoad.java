package dev.changeover.bench.measure;

import static dev.changeover.bench.figure.Figure.judged;
import static dev.changeover.bench.figure.Figure.plain;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.load.Freshness;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long after its commit in V1 a transaction is seen in V2, at a hundred a second. */
final class FreshnessUnderLoad implements Measure {
    private static final int PER_SECOND = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "freshness";
    }

    @Override
    public String description() {
        return "commit in V1 to visible in V2, at " + PER_SECOND + " user transactions a second";
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        List<Double> perSecond = new ArrayList<>();
        List<Double> v1Wal = new ArrayList<>();
        List<Double> v2Wal = new ArrayList<>();
        try (LivePipeline pipeline = LivePipeline.start(world)) {
            pipeline.load(PER_SECOND, WARM_UP);
            for (int round = 0; round < world.config().rounds(); round++) {
                LivePipeline.Window window =
                        pipeline.load(PER_SECOND, world.config().window());
                Freshness freshness = Freshness.of(window.arrivals());
                p50.add(freshness.p50Millis());
                p99.add(freshness.p99Millis());
                perSecond.add(window.report().perSecond());
                v1Wal.add((double) window.v1Wal() / window.report().transactions());
                v2Wal.add((double) window.v2Wal() / window.report().transactions());
            }
        }
        String at = " at " + PER_SECOND + " transactions a second";
        return List.of(
                judged("freshness p50" + at, "ms", Goal.atMost(600, 300), new Samples(p50)),
                judged("freshness p99" + at, "ms", Goal.atMost(2_000, 800), new Samples(p99)),
                plain("  transactions committed", "/s", new Samples(perSecond)),
                plain("  log of V1's server a transaction", "B", new Samples(v1Wal)),
                plain("  log of V2's server a transaction", "B", new Samples(v2Wal)));
    }
}
