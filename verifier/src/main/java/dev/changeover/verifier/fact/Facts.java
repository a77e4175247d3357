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
    private static final String ORDERED = "ordered-drill-uuid-known";

    private Facts() {}

    /** A target that nothing was migrated to has no facts to hold. */
    public static List<FactFinding> withoutLedger() {
        return List.of(new FactFinding(
                "ledger", FactFinding.Status.SKIPPED, "the target has no ledger: nothing was migrated to it", 0));
    }

    /**
     * Checks the facts in one snapshot.
     *
     * @param all also those that the comparison of users does not need
     */
    public static List<FactFinding> check(Snapshot target, boolean all, Map<String, String> drillOverrides) {
        String collation = unicodeCollation(target);
        FactSql sql = new FactSql(collation.isEmpty() ? "" : "COLLATE \"" + collation + "\"");
        List<FactFinding> findings = new ArrayList<>();
        findings.add(ofMigrated(sql, "replaced-user-is-gone", "replaced users").check(target));
        findings.add(PlanFacts.childBelongsToItsOwner().check(target));
        if (all) {
            findings.add(PlanFacts.nothingReferencesAMissingRow(target).check(target));
            findings.add(
                    ofMigrated(sql, "one-identity-per-user", "migrated users").check(target));
            findings.add(ofAll(sql, "one-progress-row-per-user", "users with progress")
                    .check(target));
            findings.add(ofMigrated(sql, ORDERED, "migrated ordered drills").check(target));
            findings.add(
                    ofMigrated(sql, "session-count-agrees", "progress rows").check(target));
            findings.addAll(sessions(target, sql, collation, drillOverrides));
        }
        return findings;
    }

    /** Whether a fact is violated that a change of the target's drills violates by itself. */
    public static boolean contradictDrills(List<FactFinding> findings) {
        return findings.stream().anyMatch(Facts::contradictsDrills);
    }

    /** The same, where such facts are shown as not settled. */
    public static List<FactFinding> withoutDrillContradictions(List<FactFinding> findings) {
        return findings.stream()
                .map(each -> contradictsDrills(each)
                        ? new FactFinding(
                                each.name(),
                                FactFinding.Status.WARN,
                                each.finding() + "; not settled",
                                each.migratedRows())
                        : each)
                .toList();
    }

    private static boolean contradictsDrills(FactFinding each) {
        return each.status() == FactFinding.Status.FAIL
                && (each.name().equals(TITLES) || each.name().equals(ORDERED));
    }

    private static Fact ofMigrated(FactSql sql, String name, String subject) {
        return new Fact(name, subject, sql.read(name), Fact.About.MIGRATED_ROWS);
    }

    private static Fact ofAll(FactSql sql, String name, String subject) {
        return new Fact(name, subject, sql.read(name), Fact.About.ALL_ROWS);
    }

    /** Both facts about the drills of sessions, by one query: taking the JSON apart twice would cost twice. */
    private static List<FactFinding> sessions(
            Snapshot target, FactSql sql, String collation, Map<String, String> drillOverrides) {
        List<String> overridden = List.copyOf(drillOverrides.keySet());
        List<String> uuids = overridden.stream()
                .map(title -> drillOverrides.getOrDefault(title, ""))
                .toList();
        try (RowCursor answer = target.rows(sql.read("session-facts"), overridden, uuids)) {
            FactFinding totals =
                    Fact.finding("session-totals-agree", "progress rows", Fact.About.MIGRATED_ROWS, answer);
            FactFinding titles = Fact.finding(TITLES, "session drill entries", Fact.About.MIGRATED_ROWS, answer);
            return List.of(totals, collation.isEmpty() ? withoutCollation() : titles);
        }
    }

    private static FactFinding withoutCollation() {
        return new FactFinding(
                TITLES,
                FactFinding.Status.SKIPPED,
                "this server has no collation that knows Unicode's upper and lower case",
                0);
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
