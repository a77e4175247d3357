package dev.changeover.verifier.fact;

import static java.util.Objects.requireNonNull;

import dev.changeover.verifier.read.RowCursor;
import dev.changeover.verifier.read.Snapshot;

/**
 * A fact that must hold inside the target, as one query.
 *
 * @param name as reports spell it; never changes
 * @param subject what is looked at, in the plural
 * @param sql answers one row: how many were looked at, how many contradict, how many of those looked at could not be
 *     read, the V2 ids of the first thousand that contradict, and for each of these a text that is the same at two looks
 *     only if it contradicts in the same way, and nothing was written to it in between
 * @param about whose rows are looked at
 * @param dependsOnDrills whether a change of the target's drills contradicts it by itself
 */
record Fact(String name, String subject, String sql, About about, boolean dependsOnDrills) {
    /** Whose rows a fact looks at. */
    enum About {
        MIGRATED_ROWS,
        /** V2's own among them. */
        ALL_ROWS
    }

    Fact {
        requireNonNull(name, "name");
        requireNonNull(subject, "subject");
        requireNonNull(sql, "sql");
        requireNonNull(about, "about");
    }

    Observation look(Snapshot target) {
        try (RowCursor answer = target.rows(sql)) {
            return observed(answer);
        }
    }

    /** What the next row of an answer says. */
    Observation observed(RowCursor answer) {
        if (!answer.next()) {
            throw new IllegalStateException("The query of " + name + " answered no row");
        }
        return new Observation(
                name, subject, about, dependsOnDrills, answer.number(1), answer.number(3), Contradictions.of(answer));
    }
}
