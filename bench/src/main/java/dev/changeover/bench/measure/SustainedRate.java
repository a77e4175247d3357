package dev.changeover.bench.measure;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.load.Trend;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The highest of a few rates of user transactions at which freshness does not get worse while the load lasts. A rate that V1's own
 * application does not reach on this machine is not counted as sustained.
 */
final class SustainedRate implements Measure {
    private static final List<Integer> RATES = List.of(50, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1_000);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final double REACHED = 0.97;

    @Override
    public String name() {
        return "sustained";
    }

    @Override
    public String description() {
        return "user transactions a second without growing lag, out of " + RATES;
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        List<Double> sustained = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        try (LivePipeline pipeline = LivePipeline.start(world)) {
            pipeline.load(RATES.get(0), WARM_UP);
            for (int round = 1; round <= world.config().rounds(); round++) {
                sustained.add((double) highest(world, pipeline, ends));
            }
        }
        Figure figure = Figure.judged(
                "sustained user transactions a second", "/s", Goal.atLeast(200, 500), new Samples(sustained));
        for (String end : ends) {
            figure = figure.noting(end);
        }
        return List.of(figure);
    }

    private static int highest(World world, LivePipeline pipeline, List<String> ends)
            throws InterruptedException, SQLException {
        int highest = 0;
        for (int rate : RATES) {
            LivePipeline.Window window = pipeline.load(rate, world.config().window());
            double reached = window.report().perSecond();
            boolean grows = Trend.grows(window.arrivals());
            world.say(String.format(
                    Locale.ROOT,
                    "  %d a second: %.0f committed, lag %s",
                    rate,
                    reached,
                    grows ? "grows" : "is steady"));
            if (grows) {
                ends.add("lag grew at " + rate);
                return highest;
            }
            if (reached < rate * REACHED) {
                ends.add(String.format(
                        Locale.ROOT, "asked for %d, V1's application reached %.0f; lag did not grow", rate, reached));
                return highest;
            }
            highest = rate;
        }
        ends.add("the highest rate that is tried");
        return highest;
    }
}
