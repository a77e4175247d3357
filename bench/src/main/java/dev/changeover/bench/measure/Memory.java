package dev.changeover.bench.measure;

import static java.util.Objects.requireNonNull;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.util.List;

/** The most that our Java machines had in memory during a {@code migrate}. */
final class Memory implements Measure {
    private static final double MEGABYTE = 1e6;

    private final InitialLoads loads;

    Memory(InitialLoads loads) {
        this.loads = requireNonNull(loads, "loads");
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String description() {
        return "resident memory of our Java machines in migrate x 10, each at its worst (VmHWM), added up";
    }

    @Override
    public int scale() {
        return 10;
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        return List.of(Figure.judged(
                "memory of our JVMs, x 10",
                "MB",
                Goal.atMost(2_000, 1_200),
                InitialLoads.samples(loads.at(10, world), load -> load.peakBytes() / MEGABYTE)));
    }
}
