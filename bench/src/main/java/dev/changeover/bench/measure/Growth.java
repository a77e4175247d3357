package dev.changeover.bench.measure;

import static java.util.Objects.requireNonNull;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether ten times the data takes ten times as long, start-up apart. */
final class Growth implements Measure {
    private final InitialLoads loads;

    Growth(InitialLoads loads) {
        this.loads = requireNonNull(loads, "loads");
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String description() {
        return "migrate x 10 ÷ migrate x 1, each less the time of migrate on databases without rows";
    }

    @Override
    public int scale() {
        return 10;
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        Samples empty = empty(world);
        Samples one = InitialLoads.samples(loads.at(1, world), InitialLoad::seconds);
        Samples ten = InitialLoads.samples(loads.at(10, world), InitialLoad::seconds);
        return List.of(
                Figure.judged(
                        "migrate x 10 ÷ x 1, less empty",
                        "×",
                        Goal.atMost(11, 10),
                        ten.minus(empty).dividedBy(one.minus(empty))),
                Figure.plain("  migrate of databases without rows", "s", empty));
    }

    private static Samples empty(World world) throws InterruptedException, SQLException {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < world.config().rounds(); round++) {
            try (Pair pair = world.open(0)) {
                seconds.add(world.changeover().run(pair, "migrate").seconds());
            }
        }
        return new Samples(seconds);
    }
}
