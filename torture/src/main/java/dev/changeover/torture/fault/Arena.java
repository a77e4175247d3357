package dev.changeover.torture.fault;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.work.Load;
import dev.changeover.torture.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Where a fault strikes: the world, the work in flight, the dice. Confined to one thread. */
public final class Arena {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 20;

    private final World world;
    private final Load load;
    private final RandomGenerator random;
    private final Consumer<String> lines;
    private final Duration patience;
    private final List<String> problems = new ArrayList<>();
    private int cleanStops;

    /** @param patience how long a recovery may take until it counts as none */
    public Arena(World world, Load load, RandomGenerator random, Consumer<String> lines, Duration patience) {
        this.world = requireNonNull(world, "world");
        this.load = requireNonNull(load, "load");
        this.random = requireNonNull(random, "random");
        this.lines = requireNonNull(lines, "lines");
        this.patience = requireNonNull(patience, "patience");
    }

    World world() {
        return world;
    }

    RandomGenerator random() {
        return random;
    }

    /** Strikes, and notes a problem when nothing was in flight. */
    void strike(String what, Load.Blow blow) throws InterruptedException {
        noteInFlight(what, load.strike(what, blow));
    }

    private void noteInFlight(String what, int inFlight) {
        lines.accept("  strike: " + what + ", " + inFlight + " probed commits in flight");
        if (inFlight == 0) {
            problem("nothing was in flight at '" + what + "', so the strike proves nothing");
        }
    }

    /** Something is down for this time, V2 excepted; its recovery counts from its end. */
    void outage(String what, Load.Blow down, Duration time, Load.Blow up) throws InterruptedException {
        noteInFlight(
                what + " for " + time.toMillis() + " ms",
                load.outage(what, down, () -> pause(time), up, Load.Counted.AT_ITS_BEGIN));
    }

    /** As {@link #outage}, of V2 itself. */
    void outageOfV2(String what, Load.Blow down, Duration time, Load.Blow up) throws InterruptedException {
        noteInFlight(
                what + " for " + time.toMillis() + " ms",
                load.outage(what, down, () -> pause(time), up, Load.Counted.WHILE_V2_IS_DOWN));
    }

    /**
     * As {@link #outage}, but it must be felt: at least so many commits wait before it ends.
     *
     * @param atLeast lasts this long in any case
     */
    void outageThatStopsWork(String what, Load.Blow down, int waiting, Duration atLeast, Load.Blow up)
            throws InterruptedException {
        noteInFlight(
                what,
                load.outage(
                        what,
                        down,
                        () -> {
                            pause(atLeast);
                            if (!awaitThat(() -> load.inFlight() >= waiting)) {
                                problem("'" + what + "' did not stop anything: work came through as ever");
                            }
                        },
                        up,
                        Load.Counted.AT_ITS_END));
    }

    /**
     * A stage has to stop by itself, and somebody does what it says; the recovery counts from then.
     *
     * @param stopped waits for the stop
     */
    void stop(String what, Load.Blow cause, Load.Blow stopped, Load.Blow remedy) throws InterruptedException {
        noteInFlight(what, load.outage(what, cause, stopped, remedy, Load.Counted.AT_ITS_END));
    }

    /** A stage has stopped by itself, and said why and what to do. */
    void cleanStop(String problem) {
        cleanStops++;
        lines.accept("  stopped: " + problem);
    }

    /** How many there were. */
    public int cleanStops() {
        return cleanStops;
    }

    /** Notes a problem for each strike that is not recovered from soon. */
    public void requireRecovery() throws InterruptedException {
        for (String each : load.awaitRecovery(patience)) {
            problem("'" + each + "': not recovered from in " + patience.toSeconds() + " s");
        }
    }

    /** Waits for something that the work in flight brings about; false if it does not. */
    boolean awaitThat(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** The round is not clean for this reason. */
    void problem(String sentence) {
        problems.add(sentence);
    }

    /** Lets this much time pass under load. */
    void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /** Between one and fifteen seconds, by the dice. */
    void pauseAtRandom() throws InterruptedException {
        pause(Duration.ofMillis(random.nextInt(1_000, 15_001)));
    }

    public List<String> problems() {
        return List.copyOf(problems);
    }
}
