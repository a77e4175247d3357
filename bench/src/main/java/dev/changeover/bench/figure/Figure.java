package dev.changeover.bench.figure;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row of the table.
 *
 * @param unit of samples and goal, for example {@code s}; {@code ×} for a ratio
 * @param goal empty for what is told only because another figure is made of it
 * @param notes what has to be known to read it
 */
public record Figure(String name, String unit, Optional<Goal> goal, Samples samples, List<String> notes) {
    public Figure {
        requireNonNull(name, "name");
        requireNonNull(unit, "unit");
        requireNonNull(goal, "goal");
        requireNonNull(samples, "samples");
        notes = List.copyOf(notes);
    }

    /** What something is asked of. */
    public static Figure judged(String name, String unit, Goal goal, Samples samples) {
        return new Figure(name, unit, Optional.of(goal), samples, List.of());
    }

    /** What others are made of. */
    public static Figure plain(String name, String unit, Samples samples) {
        return new Figure(name, unit, Optional.empty(), samples, List.of());
    }

    public Figure noting(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new Figure(name, unit, goal, samples, more);
    }

    public Verdict verdict() {
        return goal.map(each -> each.judge(samples.median())).orElse(Verdict.NONE);
    }
}
