package dev.changeover.torture.fault;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.torture.process.Member;
import dev.changeover.torture.world.StageKind;
import dev.changeover.torture.world.World;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stage has to stop by itself: its process ends as one that refuses, and its last words hold what an operator must know. Confined to one
 * thread.
 */
final class CleanStop {
    private static final int REFUSED = Problem.Kind.REFUSED.exitCode();
    private static final int LONGEST_SECONDS = 90;

    private final Arena arena;
    private final Member stage;
    private final int said;
    private final CompletableFuture<Integer> end;

    private CleanStop(Arena arena, Member stage) {
        this.arena = requireNonNull(arena, "arena");
        this.stage = requireNonNull(stage, "stage");
        this.said = stage.problems().size();
        this.end = stage.expectEnd();
    }

    /** From now on the end of this process is what the fault is about. */
    static CleanStop expectedOf(Arena arena, Member stage) {
        return new CleanStop(arena, stage);
    }

    /**
     * Waits for the end, and notes a problem when it does not come, or not with this in its last words.
     *
     * @param words what must be said, in any order
     */
    void await(List<String> words) throws InterruptedException {
        try {
            int code = end.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            List<String> problems = stage.problems();
            String last = problems.size() > said ? problems.get(said) : "nothing";
            if (code == REFUSED && words.stream().allMatch(last::contains)) {
                arena.cleanStop(last);
            } else {
                arena.problem(stage.name() + " ended with " + code + " and said '" + last + "', not one of " + words);
            }
        } catch (TimeoutException e) {
            arena.problem(stage.name() + " did not stop in " + LONGEST_SECONDS + " s");
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            stage.expectNoEnd();
        }
    }

    /** What capture asks an operator for: it is stopped, told to take a new snapshot, and started. */
    static void takeNewSnapshot(World world) throws InterruptedException {
        world.remove(world.stage(StageKind.CAPTURE)); // whoever starts stages starts it over and over
        world.operate("capture", "resnapshot");
        world.add(StageKind.CAPTURE, 1);
    }
}
