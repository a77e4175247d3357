package dev.changeover.bench.measure;

import static java.util.Objects.requireNonNull;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.util.List;

/** Whether the initial load writes each user once, and not once a table. */
final class Documents implements Measure {
    private final InitialLoads loads;

    Documents(InitialLoads loads) {
        this.loads = requireNonNull(loads, "loads");
    }

    @Override
    public String name() {
        return "documents";
    }

    @Override
    public String description() {
        return "documents written in the initial load ÷ users of V1";
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        return List.of(Figure.judged(
                "documents of the initial load ÷ users",
                "×",
                Goal.atMost(1.1, 1.0),
                InitialLoads.samples(
                        loads.at(1, world),
                        load -> (double) load.costs().topics().written()
                                / load.costs().users())));
    }
}
