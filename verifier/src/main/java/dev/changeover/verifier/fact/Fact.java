package dev.changeover.verifier.fact;

import static java.util.Objects.requireNonNull;

import dev.changeover.verifier.read.RowCursor;
import dev.changeover.verifier.read.Snapshot;
import dev.changeover.verifier.report.FactFinding;

/**
 * A fact that must hold inside the target, as one query.
 *
 * @param name as reports spell it; never changes
 * @param subject what is looked at, in the plural
 * @param sql answers one row: how many were looked at, how many contradict, how many of those looked at could not be
 *     read, and the V2 ids of a few that contradict
 * @param about whose rows are looked at
 */
record Fact(String name, String subject, String sql, About about) {
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

    FactFinding check(Snapshot target) {
        try (RowCursor answer = target.rows(sql)) {
            return finding(name, subject, about, answer);
        }
    }

    /** What the next row of an answer says. */
    static FactFinding finding(String name, String subject, About about, RowCursor answer) {
        if (!answer.next()) {
            throw new IllegalStateException("The query of " + name + " answered no row");
        }
        long looked = answer.number(1);
        long wrong = answer.number(2);
        long unread = answer.number(3);
        String finding = wrong == 0
                ? looked + " " + subject + " looked at"
                : wrong + " of " + looked + " " + subject + " contradict, V2 ids " + answer.text(4);
        String apart = unread == 0 ? "" : "; " + unread + " with JSON the server cannot read, or held back, left out";
        return new FactFinding(
                name,
                wrong == 0 ? FactFinding.Status.PASS : FactFinding.Status.FAIL,
                finding + apart,
                about == About.MIGRATED_ROWS ? looked : 0);
    }
}
