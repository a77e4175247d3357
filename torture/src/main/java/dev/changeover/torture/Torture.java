package dev.changeover.torture;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.fault.Fault;
import dev.changeover.torture.oracle.Findings;
import dev.changeover.torture.oracle.Plant;
import dev.changeover.torture.work.Probes;
import dev.changeover.torture.world.Servers;
import dev.changeover.torture.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of the harness. Used once, by one thread; an interruption stops everything that it started. */
public final class Torture implements AutoCloseable {
    private final TortureConfig config;
    private final Consumer<String> lines;
    private final Consumer<RoundResult> ended;
    private final Random seeds;
    private final Servers servers;
    private final List<RoundResult> results = new ArrayList<>();
    private final List<Plant> notFound = new ArrayList<>();
    private @Nullable World world;
    private int worlds;
    private long nextProbe;

    private Torture(TortureConfig config, Consumer<String> lines, Consumer<RoundResult> ended, Servers servers) {
        this.config = requireNonNull(config, "config");
        this.lines = requireNonNull(lines, "lines");
        this.ended = requireNonNull(ended, "ended");
        this.seeds = new Random(config.seed());
        this.servers = requireNonNull(servers, "servers");
    }

    /**
     * Runs all rounds, and plants corruptions at the end.
     *
     * @param lines told what happens, one line at a time, on several threads
     * @param ended told each round at its end, also in a run that is interrupted later
     * @throws InterruptedException when the thread is interrupted; nothing runs on then
     */
    public static TortureReport run(TortureConfig config, Consumer<String> lines, Consumer<RoundResult> ended)
            throws InterruptedException, SQLException {
        long started = System.nanoTime();
        lines.accept("world: two databases with " + config.users() + " users in V1, seed " + config.seed());
        try (Torture torture = new Torture(
                config, lines, ended, Servers.start(config.directory(), config.users(), config.surroundings()))) {
            torture.rounds();
            return new TortureReport(
                    config.seed(), torture.results, torture.notFound, Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private void rounds() throws InterruptedException, SQLException {
        int total =
                config.series().stream().mapToInt(TortureConfig.Series::rounds).sum();
        for (TortureConfig.Series series : config.series()) {
            for (int i = 0; i < series.rounds(); i++) {
                round(series.fault(), results.size() + 1, total);
            }
        }
    }

    private void round(Fault fault, int number, int total) throws InterruptedException, SQLException {
        long seed = seeds.nextLong();
        World here = worldFor(fault);
        lines.accept("round " + number + " of " + total + ": " + fault.name() + ", seed " + seed);
        try (Round round = Round.start(here, fault, seed, nextProbe, lines)) {
            RoundResult result = round.run();
            results.add(result);
            ended.accept(result);
            lines.accept("  " + result.v1Commits() + " commits in V1, " + result.v2Commits() + " in V2: "
                    + result.findings().line());
            here.ownEnds().forEach(end -> lines.accept("  " + end));
            result.findings().unverified().forEach(each -> lines.accept("  not proven: " + each));
            result.findings().details().forEach(each -> lines.accept("  " + each));
            if (number == total) {
                plant(here, round, result.findings());
            }
            nextProbe = round.withdraw();
        }
    }

    /** The oracle must find what is planted; otherwise its silence means nothing. */
    private void plant(World here, Round round, Findings last) throws InterruptedException, SQLException {
        here.stopStages();
        Findings before = last;
        for (Plant plant : Plant.values()) {
            plant.in(here.v2());
            Findings after = round.judge();
            if (!plant.isFound(before, after)) {
                notFound.add(plant);
            }
            before = after;
        }
        lines.accept("planted corruptions: " + (Plant.values().length - notFound.size()) + " of "
                + Plant.values().length + " found");
    }

    private World worldFor(Fault fault) throws SQLException {
        World old = world;
        if (old != null && !fault.needsFreshWorld()) {
            return old;
        }
        world = null;
        if (old != null) {
            old.close();
        }
        World fresh =
                World.open(servers, config.programs(), config.directory(), "world_" + ++worlds, config.surroundings());
        world = fresh;
        nextProbe = 1;
        Probes.createUsers(fresh.v1());
        return fresh;
    }

    @Override
    public void close() {
        try {
            if (world != null) {
                world.close();
            }
        } finally {
            servers.close();
        }
    }
}
