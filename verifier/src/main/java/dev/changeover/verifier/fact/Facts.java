package dev.changeover.verifier.fact;

import dev.changeover.verifier.fact.Fact.Settling;
import dev.changeover.verifier.read.RowCursor;
import dev.changeover.verifier.read.Snapshot;
import dev.changeover.verifier.report.FactFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All facts of the target. */
final class Facts {
    private static final String TITLES = "drill-uuid-matches-title";

    private Facts() {}

    /** A target that nothing was migrated to has no facts to hold. */
    static Observations withoutLedger() {
        return new Observations(
                List.of(), List.of(skipped("ledger", "the target has no ledger: nothing was migrated to it")));
    }

    /**
     * Looks at the facts in one snapshot.
     *
     * @param all also those that the comparison of users does not need
     */
    static Observations look(Snapshot target, boolean all, Map<String, String> drillOverrides) {
        String collation = unicodeCollation(target);
        FactSql sql = new FactSql(collation.isEmpty() ? "" : "COLLATE \"" + collation + "\"");
        List<Observation> seen = new ArrayList<>();
        List<FactFinding> skipped = new ArrayList<>();
        seen.add(of(sql, "replaced-user-is-gone", "replaced users", Settling.AT_ONCE)
                .look(target));
        seen.add(PlanFacts.childBelongsToItsOwner().look(target));
        if (all) {
            seen.add(PlanFacts.nothingReferencesAMissingRow(target).look(target));
            seen.add(of(sql, "one-identity-per-user", "migrated users", Settling.AFTER_THE_PIPELINE)
                    .look(target));
            String doubled = sql.read("one-progress-row-per-user");
            seen.add(new Fact(
                            "one-progress-row-per-user",
                            "users with progress",
                            doubled,
                            Fact.About.ALL_ROWS,
                            Settling.AT_ONCE)
                    .look(target));
            seen.add(of(
                            sql,
                            "ordered-drill-uuid-known",
                            "migrated ordered drills",
                            Settling.AFTER_THE_PIPELINE_WITH_THE_SAME_DRILLS)
                    .look(target));
            seen.add(of(sql, "session-count-agrees", "progress rows", Settling.AFTER_THE_PIPELINE)
                    .look(target));
            seen.addAll(sessions(target, sql, drillOverrides));
            if (collation.isEmpty()) {
                seen.removeIf(each -> each.fact().name().equals(TITLES));
                skipped.add(skipped(TITLES, "this server has no collation that knows Unicode's upper and lower case"));
            }
        }
        return new Observations(seen, skipped);
    }

    private static Fact of(FactSql sql, String name, String subject, Settling settling) {
        return ofMigrated(name, subject, sql.read(name), settling);
    }

    private static Fact ofMigrated(String name, String subject, String sql, Settling settling) {
        return new Fact(name, subject, sql, Fact.About.MIGRATED_ROWS, settling);
    }

    /** Both facts about the drills of sessions, by one query: taking the JSON apart twice would cost twice. */
    private static List<Observation> sessions(Snapshot target, FactSql sql, Map<String, String> drillOverrides) {
        List<String> overridden = List.copyOf(drillOverrides.keySet());
        List<String> uuids = overridden.stream()
                .map(title -> drillOverrides.getOrDefault(title, ""))
                .toList();
        String both = sql.read("session-facts");
        Fact totals = ofMigrated("session-totals-agree", "progress rows", both, Settling.AFTER_THE_PIPELINE);
        Fact titles =
                ofMigrated(TITLES, "session drill entries", both, Settling.AFTER_THE_PIPELINE_WITH_THE_SAME_DRILLS);
        try (RowCursor answer = target.rows(both, overridden, uuids)) {
            Observation ofTotals = totals.observed(answer);
            return List.of(ofTotals, titles.observed(answer));
        }
    }

    private static FactFinding skipped(String name, String why) {
        return new FactFinding(name, FactFinding.Status.SKIPPED, why, 0);
    }

    /** A collation that folds case as Unicode says, in a database whose encoding is UTF-8; empty when there is none. */
    private static String unicodeCollation(Snapshot target) {
        String candidates = "SELECT collname FROM pg_collation"
                + " WHERE collname IN ('und-x-icu', 'C.utf8', 'C.UTF-8', 'en_US.utf8', 'pg_c_utf8')"
                + " AND collencoding IN (-1, 6) AND current_setting('server_encoding') = 'UTF8'"
                + " ORDER BY array_position(ARRAY['und-x-icu', 'C.utf8', 'C.UTF-8', 'en_US.utf8', 'pg_c_utf8'],"
                + " collname::text) LIMIT 1";
        try (RowCursor rows = target.rows(candidates)) {
            return rows.next() ? String.valueOf(rows.text(1)) : "";
        }
    }
}
