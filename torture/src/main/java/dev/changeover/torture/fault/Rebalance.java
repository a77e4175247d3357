package dev.changeover.torture.fault;

import dev.changeover.torture.process.Member;
import dev.changeover.torture.world.StageKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Second instances of transform and sink come and go every five seconds, in good order or killed. */
record Rebalance(Duration howLong) implements Fault {
    /** Of a stage that was asked while it still started, and had begun nothing. */
    private static final int INTERRUPTED = 130;

    private static final Duration EVERY = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "rebalance";
    }

    @Override
    public String description() {
        return "instances of transform and sink are added and removed every 5 s for " + howLong.toSeconds() + " s";
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        Map<StageKind, Member> extra = new EnumMap<>(StageKind.class);
        long end = System.nanoTime() + howLong.toNanos();
        try {
            while (System.nanoTime() < end) {
                arena.pause(EVERY);
                StageKind kind = arena.random().nextBoolean() ? StageKind.TRANSFORM : StageKind.SINK;
                Member leaving = extra.remove(kind);
                if (leaving == null) {
                    arena.strike(
                            kind.code() + "-2 comes",
                            () -> extra.put(kind, arena.world().add(kind, 2)));
                } else {
                    boolean killed = arena.random().nextBoolean();
                    if (killed) {
                        arena.strike(kind.code() + "-2 is killed for good", () -> arena.world()
                                .removeKilled(leaving));
                    } else {
                        leave(arena, kind, leaving);
                    }
                }
            }
        } finally {
            extra.values().forEach(arena.world()::remove);
        }
    }

    /** What was in flight is counted when it is asked to leave: at its end, the others have long taken over. */
    private static void leave(Arena arena, StageKind kind, Member leaving) throws InterruptedException {
        List<CompletableFuture<OptionalInt>> gone = new ArrayList<>();
        arena.strike(
                kind.code() + "-2 leaves",
                () -> gone.add(CompletableFuture.supplyAsync(() -> arena.world().remove(leaving))));
        for (CompletableFuture<OptionalInt> each : gone) {
            int code = each.join().orElse(0);
            if (code != 0 && code != INTERRUPTED) {
                arena.problem(
                        leaving.name() + " was asked to leave and ended with exit code " + code + "; read its log");
            }
        }
    }
}
