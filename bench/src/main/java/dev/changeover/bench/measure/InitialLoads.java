package dev.changeover.bench.measure;

import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.world.Answer;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.Sql;
import dev.changeover.bench.world.World;
import dev.changeover.contract.plan.MigrationPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The initial loads of a run: several measures read off the same ones. Confined to one thread. */
final class InitialLoads {
    private final Map<Integer, List<InitialLoad>> byScale = new TreeMap<>();

    /** As many as the run has rounds; taken when they are asked for the first time. */
    List<InitialLoad> at(int scale, World world) throws InterruptedException, SQLException {
        List<InitialLoad> known = byScale.get(scale);
        if (known != null) {
            return known;
        }
        List<InitialLoad> loads = new ArrayList<>();
        for (int round = 1; round <= world.config().rounds(); round++) {
            InitialLoad load = take(scale, round, world);
            loads.add(load);
            world.say(String.format(
                    Locale.ROOT,
                    "  migrate x %d, round %d: %.2f s (CPU of our JVMs %.2f s); reference %.2f s",
                    scale,
                    round,
                    load.seconds(),
                    load.cpuSeconds(),
                    load.referenceSeconds()));
        }
        byScale.put(scale, loads);
        return loads;
    }

    static Samples samples(List<InitialLoad> loads, ToDoubleFunction<InitialLoad> value) {
        return new Samples(loads.stream().map(value::applyAsDouble).toList());
    }

    /** Every other round takes the reference last: whoever comes second might have it easier. */
    private static InitialLoad take(int scale, int round, World world) throws InterruptedException, SQLException {
        try (Pair pair = world.open(scale)) {
            boolean referenceFirst = round % 2 == 1;
            double before = referenceFirst ? world.reference().copySeconds(pair, scale) : 0;
            try (Sql v2 = Sql.connect(pair.v2())) {
                long wal = v2.walPosition();
                Answer answer = migrate(world, pair);
                long written = v2.walPosition() - wal;
                double reference = referenceFirst ? before : world.reference().copySeconds(pair, scale);
                return new InitialLoad(
                        answer.seconds(),
                        answer.cpuSeconds(),
                        reference,
                        answer.peakBytes(),
                        costs(pair, answer, v2, written));
            }
        }
    }

    /** Runs {@code migrate}, and looks whether everybody has arrived. */
    static Answer migrate(World world, Pair pair) throws InterruptedException {
        Answer answer = world.changeover().run(pair, "migrate");
        long arrived = answer.number("replaced") + answer.number("created");
        if (answer.number("pending") != 0
                || arrived + answer.number("quarantined") != pair.size().eligible()) {
            throw new IllegalStateException(
                    "Of " + pair.size().eligible() + " eligible users not all have arrived: " + answer.json());
        }
        return answer;
    }

    private static LoadCosts costs(Pair pair, Answer answer, Sql v2, long targetWal)
            throws InterruptedException, SQLException {
        return new LoadCosts(
                pair.size().v1Users(),
                rows(pair),
                answer.number("rows_written"),
                TopicReader.read(pair.stateDirectory()),
                bytesIn(pair.stateDirectory().resolve("transform-staging")),
                targetWal,
                v2.number("SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n"
                        + " ON n.oid = c.relnamespace WHERE n.nspname = 'changeover' AND c.relkind = 'r'"));
    }

    private static long rows(Pair pair) throws SQLException {
        long rows = 0;
        try (Sql v1 = Sql.connect(pair.v1())) {
            for (String table : MigrationPlan.capturedTables()) {
                rows += v1.number("SELECT count(*) FROM " + table);
            }
        }
        return rows;
    }

    static long bytesIn(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
