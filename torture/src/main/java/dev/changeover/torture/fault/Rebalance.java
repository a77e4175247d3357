package dev.changeover.torture.fault;

import dev.changeover.torture.process.Member;
import dev.changeover.torture.world.StageKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Second instances of transform and sink come and go every five seconds, in good order or killed. */
record Rebalance(Duration howLong) implements Fault {
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
                    arena.strike(kind.code() + "-2 " + (killed ? "is killed for good" : "leaves"), () -> {
                        if (killed) {
                            arena.world().removeKilled(leaving);
                        } else {
                            arena.world().remove(leaving);
                        }
                    });
                }
            }
        } finally {
            extra.values().forEach(arena.world()::remove);
        }
    }
}
