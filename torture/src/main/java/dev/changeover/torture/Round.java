package dev.changeover.torture;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.fault.Arena;
import dev.changeover.torture.fault.Fault;
import dev.changeover.torture.oracle.Findings;
import dev.changeover.torture.oracle.Oracle;
import dev.changeover.torture.work.Journal;
import dev.changeover.torture.work.Load;
import dev.changeover.torture.work.Session;
import dev.changeover.torture.work.Strike;
import dev.changeover.torture.world.World;
import dev.changeover.verifier.content.PipelinePosition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** Work, a fault in it, quiet, and the judgement. Used once, by one thread. */
final class Round implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final World world;
    private final Fault fault;
    private final Load load;
    private final Random random;
    private final Consumer<String> lines;
    private final List<Strike> strikes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> problems = new ArrayList<>();

    private Round(World world, Fault fault, long seed, long firstProbe, Consumer<String> lines) {
        this.world = requireNonNull(world, "world");
        this.fault = requireNonNull(fault, "fault");
        this.random = new Random(seed);
        this.lines = requireNonNull(lines, "lines");
        this.load = Load.start(world.v1(), world.v2(), seed, firstProbe, this::recovered);
    }

    static Round start(World world, Fault fault, long seed, long firstProbe, Consumer<String> lines) {
        return new Round(world, fault, seed, firstProbe, lines);
    }

    RoundResult run() throws InterruptedException, SQLException {
        long started = System.nanoTime();
        if (!fault.needsFreshWorld()) {
            if (world.stages().isEmpty()) {
                world.startStages();
            }
            load.strike("start", () -> {});
            // The round before may have left much work: what it wrote is deleted again.
            Duration longest = Collections.max(List.of(LONGEST_START, fault.patience()));
            if (!load.awaitRecovery(longest).isEmpty()) {
                problems.add("work did not come through in " + longest.toSeconds() + " s, before the fault");
            }
            strikes.clear();
        }
        Arena arena = new Arena(world, load, random, lines, fault.patience());
        fault.strike(arena);
        arena.requireRecovery();
        problems.addAll(arena.problems());
        load.stop();
        boolean drained = drain();
        Journal journal = load.journal();
        // What has not arrived yet is not lost: a pipeline that stands still is told as that, and nothing is proven.
        Findings findings = drained ? judge(journal) : withProblems(Findings.NONE);
        return new RoundResult(
                fault.name(),
                List.copyOf(strikes),
                arena.cleanStops(),
                journal.v1Commits(),
                journal.v2Commits(),
                findings,
                Duration.ofNanos(System.nanoTime() - started));
    }

    private void recovered(Strike strike) {
        strikes.add(strike);
        lines.accept(String.format(
                Locale.ROOT,
                "  recovered: %s after %.1f s",
                strike.what(),
                strike.recovery().toMillis() / 1e3));
    }

    private boolean drain() throws InterruptedException, SQLException {
        try (Session v1 = new Session(world.v1())) {
            long position = v1.number("SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint");
            PipelinePosition.Answer answer = world.position().awaitPassed(position, fault.patience());
            if (answer instanceof PipelinePosition.Answer.Passed) {
                return true;
            }
            problems.add("the pipeline did not pass V1's last position: " + answer);
            return false;
        }
    }

    /** Looks at everything; also once more, after a plant. */
    Findings judge() throws InterruptedException, SQLException {
        return judge(load.journal());
    }

    private Findings judge(Journal journal) throws InterruptedException, SQLException {
        return withProblems(new Oracle(world.v1(), world.v2()).judge(journal));
    }

    private Findings withProblems(Findings findings) {
        Findings found = findings;
        for (String each : problems) {
            found = found.plus(Findings.unverified(each));
        }
        return found;
    }

    /** Takes back what was written for the round only; the number that the next round of this world starts from. */
    long withdraw() throws SQLException {
        load.withdraw();
        fault.withdraw(world);
        return load.nextProbe();
    }

    @Override
    public void close() {
        load.close();
    }
}
