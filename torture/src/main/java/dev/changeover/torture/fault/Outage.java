package dev.changeover.torture.fault;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.work.Load;
import dev.changeover.torture.world.World;
import java.time.Duration;

/**
 * A server ends without a word, and comes back a moment later at the same place: the broker's process by {@code kill -9}, a database by
 * {@code pg_ctl -m immediate}.
 */
record Outage(String name, String description, boolean ofV2, Ending down, Ending up) implements Fault {
    /** Long enough for commits that find it down. */
    private static final Duration SHORTEST = Duration.ofMillis(500);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** Takes a server down, or brings it back. */
    @FunctionalInterface
    interface Ending {
        void of(World world);
    }

    Outage {
        requireNonNull(name, "name");
        requireNonNull(description, "description");
        requireNonNull(down, "down");
        requireNonNull(up, "up");
    }

    static Outage broker() {
        return new Outage(
                "broker",
                "kill -9 of the broker, which comes back up to 5 s later",
                false,
                world -> world.broker().kill(),
                world -> world.broker().restart());
    }

    static Outage v1() {
        return new Outage(
                "v1-restart",
                "immediate stop of V1's server, which comes back up to 5 s later",
                false,
                world -> world.servers().v1().kill(),
                world -> world.servers().v1().restart());
    }

    static Outage v2() {
        return new Outage(
                "v2-restart",
                "immediate stop of V2's server, which comes back up to 5 s later",
                true,
                world -> world.servers().v2().kill(),
                world -> world.servers().v2().restart());
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        Duration time = Duration.ofMillis(arena.random().nextLong(SHORTEST.toMillis(), LONGEST.toMillis()));
        Load.Blow goDown = () -> down.of(arena.world());
        Load.Blow comeBack = () -> up.of(arena.world());
        if (ofV2) {
            arena.outageOfV2(name, goDown, time, comeBack);
        } else {
            arena.outage(name, goDown, time, comeBack);
        }
    }
}
