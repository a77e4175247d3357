package dev.changeover.verifier.fact;

import dev.changeover.verifier.read.RowCursor;
import dev.changeover.verifier.read.Snapshot;
import dev.changeover.verifier.report.FactFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All facts of the target. */
public final class Facts {
    private static final String TITLES = "drill-uuid-matches-title";

    private Facts() {}

    /** A target that nothing was migrated to has no facts to hold. */
    public static Observations withoutLedger() {
        return new Observations(
                List.of(), List.of(skipped("ledger", "the target has no ledger: nothing was migrated to it")));
    }

    /**
     * Looks at the facts in one snapshot.
     *
     * @param all also those that the comparison of users does not need
     */
    public static Observations look(Snapshot target, boolean all, Map<String, String> drillOverrides) {
        String collation = unicodeCollation(target);
        FactSql sql = new FactSql(collation.isEmpty() ? "" : "COLLATE \"" + collation + "\"");
        List<Observation> seen = new ArrayList<>();
        List<FactFinding> skipped = new ArrayList<>();
        seen.add(ofMigrated(sql, "replaced-user-is-gone", "replaced users").look(target));
        seen.add(PlanFacts.childBelongsToItsOwner().look(target));
        if (all) {
            seen.add(PlanFacts.nothingReferencesAMissingRow(target).look(target));
            seen.add(ofMigrated(sql, "one-identity-per-user", "migrated users").look(target));
            seen.add(new Fact(
                            "one-progress-row-per-user",
                            "users with progress",
                            sql.read("one-progress-row-per-user"),
                            Fact.About.ALL_ROWS,
                            false)
                    .look(target));
            seen.add(ofDrills(
                            "ordered-drill-uuid-known", "migrated ordered drills", sql.read("ordered-drill-uuid-known"))
                    .look(target));
            seen.add(ofMigrated(sql, "session-count-agrees", "progress rows").look(target));
            sessions(target, sql, drillOverrides).forEach(seen::add);
            if (collation.isEmpty()) {
                seen.removeIf(each -> each.name().equals(TITLES));
                skipped.add(skipped(TITLES, "this server has no collation that knows Unicode's upper and lower case"));
            }
        }
        return new Observations(seen, skipped);
    }

    private static Fact ofMigrated(FactSql sql, String name, String subject) {
        return new Fact(name, subject, sql.read(name), Fact.About.MIGRATED_ROWS, false);
    }

    private static Fact ofDrills(String name, String subject, String sql) {
        return new Fact(name, subject, sql, Fact.About.MIGRATED_ROWS, true);
    }

    /** Both facts about the drills of sessions, by one query: taking the JSON apart twice would cost twice. */
    private static List<Observation> sessions(Snapshot target, FactSql sql, Map<String, String> drillOverrides) {
        List<String> overridden = List.copyOf(drillOverrides.keySet());
        List<String> uuids = overridden.stream()
                .map(title -> drillOverrides.getOrDefault(title, ""))
                .toList();
        String both = sql.read("session-facts");
        Fact totals = new Fact("session-totals-agree", "progress rows", both, Fact.About.MIGRATED_ROWS, false);
        Fact titles = ofDrills(TITLES, "session drill entries", both);
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
