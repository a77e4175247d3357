package dev.changeover.torture.fault;

import dev.changeover.torture.process.Member;
import dev.changeover.torture.world.StageKind;
import dev.changeover.torture.world.World;
import java.time.Duration;
import java.util.List;

/**
 * Capture is away for so long that V1 no longer keeps what the slot needs ({@code max_slot_wal_keep_size}). It refuses to go on, and a new
 * snapshot brings what it missed.
 */
record LostWal() implements Fault {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final List<String> WORDS = List.of("is lost", "max_slot_wal_keep_size", "capture resnapshot");
    private static final String FILL =
            "SELECT pg_logical_emit_message(false, 'filler', repeat('x', 1000000)) FROM generate_series(1, 10)";

    @Override
    public String name() {
        return "wal-cap";
    }

    @Override
    public String description() {
        return "capture is away until V1 has removed WAL that it needs; it goes on with a new snapshot";
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        World world = arena.world();
        arena.stop(
                "slot over its WAL cap",
                () -> {
                    world.removeKilled(world.stage(StageKind.CAPTURE));
                    loseTheSlot(arena);
                },
                () -> {
                    Member again = world.add(StageKind.CAPTURE, 1);
                    CleanStop.expectedOf(arena, again).await(WORDS);
                },
                () -> {
                    keepSegments(world, "ALTER SYSTEM RESET max_slot_wal_keep_size");
                    CleanStop.takeNewSnapshot(world);
                });
    }

    private static void loseTheSlot(Arena arena) throws InterruptedException {
        World world = arena.world();
        keepSegments(world, "ALTER SYSTEM SET max_slot_wal_keep_size = '32MB'");
        String lost = "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + world.slot()
                + "' AND wal_status = 'lost'";
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (Statements.number(world.v1(), lost) == 0) {
            if (System.nanoTime() > deadline) {
                arena.problem("V1 kept the slot in spite of its cap");
                return;
            }
            Statements.run(world.v1(), FILL, "CHECKPOINT");
        }
    }

    private static void keepSegments(World world, String setting) {
        Statements.run(world.v1(), setting, "SELECT pg_reload_conf()");
    }
}
