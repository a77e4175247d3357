package dev.changeover.bench.measure;

import static dev.changeover.bench.figure.Figure.judged;
import static dev.changeover.bench.figure.Figure.plain;
import static java.util.Objects.requireNonNull;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.util.List;

/** {@code migrate} with its start-up against PostgreSQL's own copy of the same rows. */
final class MigrateTime implements Measure {
    private final String name;
    private final int scale;
    private final Goal goal;
    private final InitialLoads loads;

    MigrateTime(String name, int scale, Goal goal, InitialLoads loads) {
        this.name = requireNonNull(name, "name");
        this.scale = scale;
        this.goal = requireNonNull(goal, "goal");
        this.loads = requireNonNull(loads, "loads");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "migrate of the reference set x " + scale + " ÷ PostgreSQL's own copy of V1's user tables";
    }

    @Override
    public int scale() {
        return scale;
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        List<InitialLoad> taken = loads.at(scale, world);
        Samples ours = InitialLoads.samples(taken, InitialLoad::seconds);
        Samples reference = InitialLoads.samples(taken, InitialLoad::referenceSeconds);
        return List.of(
                judged("migrate x " + scale + " ÷ copy", "×", goal, ours.dividedBy(reference)),
                plain("  migrate x " + scale, "s", ours),
                plain("  CPU of our JVMs, x " + scale, "s", InitialLoads.samples(taken, InitialLoad::cpuSeconds)),
                plain("  " + world.reference().copyName() + ", x " + scale, "s", reference));
    }
}
