package dev.changeover.bench.measure;

import static dev.changeover.bench.figure.Figure.plain;
import static java.util.Objects.requireNonNull;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What docs/scaling.md multiplies: bytes and time a row. Nothing is asked of it. */
final class Costs implements Measure {
    private final InitialLoads loads;

    Costs(InitialLoads loads) {
        this.loads = requireNonNull(loads, "loads");
    }

    @Override
    public String name() {
        return "costs";
    }

    @Override
    public String description() {
        return "bytes a row in topics, stores, ledger and log; rows a second; time to restore the transform's stores";
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        List<InitialLoad> taken = loads.at(1, world);
        List<Figure> figures = new ArrayList<>(List.of(
                plain("rows of V1 a user", "", each(taken, costs -> (double) costs.rows() / costs.users())),
                aRow("table topics, a row of V1", taken, costs -> costs.topics().tables()),
                aRow("other topics, a row of V1", taken, costs -> costs.topics().between()),
                aRow("transform's stores, a row of V1", taken, LoadCosts::transformState),
                plain(
                        "document, a user",
                        "B",
                        each(taken, costs -> (double) costs.topics().documents() / costs.users())),
                plain(
                        "ledger, a row written to V2",
                        "B",
                        each(taken, costs -> (double) costs.ledger() / costs.rowsWritten())),
                plain(
                        "log of V2's server, a row written to V2",
                        "B",
                        each(taken, costs -> (double) costs.targetWal() / costs.rowsWritten())),
                plain(
                        "rows of V1 migrated a second, with start-up",
                        "/s",
                        InitialLoads.samples(taken, load -> load.costs().rows() / load.seconds()))));
        figures.addAll(restore(world));
        return figures;
    }

    /** Two runs with nothing to do, one of them without local stores: the difference is what restoring takes. */
    private static List<Figure> restore(World world) throws InterruptedException, SQLException {
        List<Double> kept = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        try (Pair pair = world.open(1)) {
            InitialLoads.migrate(world, pair);
            for (int round = 0; round < world.config().rounds(); round++) {
                kept.add(InitialLoads.migrate(world, pair).seconds());
                delete(pair.stateDirectory().resolve("transform-staging"));
                lost.add(InitialLoads.migrate(world, pair).seconds());
            }
        }
        Samples with = new Samples(kept);
        return List.of(
                plain("migrate with nothing to do", "s", with),
                plain("the same, transform's stores lost", "s", new Samples(lost)),
                plain("  of this restoring", "s", new Samples(lost).minus(with)));
    }

    private static Figure aRow(String name, List<InitialLoad> loads, ToDoubleFunction<LoadCosts> bytes) {
        return plain(name, "B", each(loads, costs -> bytes.applyAsDouble(costs) / costs.rows()));
    }

    private static Samples each(List<InitialLoad> loads, ToDoubleFunction<LoadCosts> value) {
        return InitialLoads.samples(loads, load -> value.applyAsDouble(load.costs()));
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
