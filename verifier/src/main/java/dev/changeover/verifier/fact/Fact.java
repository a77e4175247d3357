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
 *     read, and of the first that contradict the V2 ids, the keys and the states, see {@link Contradictions.Each}
 * @param about whose rows are looked at
 * @param settling when a contradiction stands while a pipeline writes
 */
record Fact(String name, String subject, String sql, About about, Settling settling) {
    /** When a contradiction stands while a pipeline writes. */
    enum Settling {
        /** No row can be under way to where it contradicts. */
        AT_ONCE,
        /** A row that V1 moves from one user to another is with neither, or with both, until both are written. */
        AFTER_THE_PIPELINE,
        /** A change of the target's drills contradicts what was migrated with those before. */
        AFTER_THE_PIPELINE_WITH_THE_SAME_DRILLS
    }

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
        requireNonNull(settling, "settling");
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
        return new Observation(this, answer.number(1), answer.number(3), Contradictions.of(answer));
    }
}
