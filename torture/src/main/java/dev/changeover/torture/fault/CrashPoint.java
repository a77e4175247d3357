package dev.changeover.torture.fault;

import static java.util.Objects.requireNonNull;

import dev.changeover.torture.process.Member;
import dev.changeover.torture.world.StageKind;
import dev.changeover.torture.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stage's process ends, at once and without a word, right before or after one thing that it does.
 *
 * @param point as the rules of the crash agent name it
 * @param firstStart whether it is passed only when nothing was migrated yet
 */
record CrashPoint(String point, StageKind stage, boolean firstStart) implements Fault {
    /** What the agent ends a process with, and nothing else does. */
    private static final int STRUCK = 77;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    CrashPoint {
        requireNonNull(point, "point");
        requireNonNull(stage, "stage");
    }

    /** Those of the first start come first: each needs a world of its own, and the last one's serves the others. */
    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        both(all, "snapshot-table-end", StageKind.CAPTURE, true);
        both(all, "baseline", StageKind.SINK, true);
        both(all, "index-creation", StageKind.SINK, true);
        both(all, "produce-acknowledged", StageKind.CAPTURE, false);
        both(all, "mark-processed", StageKind.CAPTURE, false);
        both(all, "streams-commit", StageKind.TRANSFORM, false);
        both(all, "database-commit", StageKind.SINK, false);
        both(all, "offset-commit", StageKind.SINK, false);
        return all;
    }

    private static void both(List<Fault> all, String point, StageKind stage, boolean firstStart) {
        all.add(new CrashPoint(point + ":before", stage, firstStart));
        all.add(new CrashPoint(point + ":after", stage, firstStart));
    }

    @Override
    public String name() {
        return "crash-point:" + point;
    }

    @Override
    public String description() {
        return "the process of " + stage.code() + " halts at "
                + point.replace(':', ' ').replace('-', ' ') + (firstStart ? ", in the first start" : "");
    }

    @Override
    public boolean needsFreshWorld() {
        return firstStart;
    }

    @Override
    public void strike(Arena arena) throws InterruptedException {
        World world = arena.world();
        if (firstStart) {
            world.arm(point);
            world.startStages();
        } else {
            arena.pause(Duration.ofMillis(arena.random().nextLong(LONGEST_PAUSE.toMillis())));
        }
        Member victim = world.stage(stage);
        CompletableFuture<Integer> end = victim.expectEnd();
        world.arm(point);
        try {
            int code = end.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            world.disarm(point);
            arena.strike(victim.name() + " halted at " + point, () -> {});
            if (code != STRUCK) {
                arena.problem(victim.name() + " ended with " + code + " and not at " + point + "; read its log");
            }
        } catch (TimeoutException e) {
            arena.problem("the crash point " + point + " was not passed in " + LONGEST_WAIT.toSeconds()
                    + " s: was a class or method renamed?");
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            world.disarm(point);
            victim.expectNoEnd();
        }
    }
}
