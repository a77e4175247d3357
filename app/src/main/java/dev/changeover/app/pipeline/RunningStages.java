package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was started, in order; stopped in reverse, each even if another one fails to stop. Confined to one thread. */
final class RunningStages implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<Stage> stages = new ArrayList<>();

    <T extends AutoCloseable> T add(T running) {
        started.push(requireNonNull(running, "running"));
        if (running instanceof Stage stage) {
            stages.add(stage);
        }
        return running;
    }

    List<Stage> stages() {
        return List.copyOf(stages);
    }

    @Override
    public void close() {
        @Nullable RuntimeException first = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (RuntimeException e) {
                first = keep(first, e);
            } catch (Exception e) {
                first = keep(first, new IllegalStateException("A part of the pipeline did not stop", e));
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static RuntimeException keep(@Nullable RuntimeException first, RuntimeException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }
}
