package dev.changeover.torture.fault;

import dev.changeover.local.ProcessSignal;
import dev.changeover.torture.process.Member;
import dev.changeover.torture.world.StageKind;
import java.time.Duration;

/** A sink stands still for 45 seconds, a second one takes over its users, and the first one wakes up beside it. */
record PausedSink() implements Fault {
    private static final Duration PAUSED = Duration.ofSeconds(45);

    @Override
    public String name() {
        return "pause-sink";
    }

    @Override
    public String description() {
        return "a sink stands still for 45 s (SIGSTOP), another takes over, and both go on (SIGCONT)";
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        Member paused = arena.world().stage(StageKind.SINK);
        Member successor = arena.world().add(StageKind.SINK, 2);
        try {
            arena.strike("a second sink joins", () -> {});
            arena.requireRecovery();
            arena.strike("SIGSTOP " + paused.name(), () -> paused.send(ProcessSignal.PAUSE));
            long awake = System.nanoTime() + PAUSED.toNanos();
            try {
                arena.requireRecovery();
                arena.pause(Duration.ofNanos(Math.max(0, awake - System.nanoTime())));
            } finally {
                paused.send(ProcessSignal.RESUME);
            }
            arena.strike("SIGCONT " + paused.name(), () -> {});
            arena.requireRecovery();
        } finally {
            arena.world().remove(successor);
        }
        arena.strike("the second sink leaves", () -> {});
    }
}
