package dev.changeover.cutover.preflight.source;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The publication: absent and makeable, exactly right, or somebody else's. */
final class PublicationCheck {
    private static final String EVERYTHING = """
            SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate AND NOT pubviaroot FROM pg_publication
             WHERE pubname = ?""";
    /** Row filters and column lists exist from PostgreSQL 15 on. */
    private static final String PARTIAL = """
            EXISTS (SELECT FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
                     WHERE p.pubname = ?
                       AND (to_jsonb(r) ->> 'prqual' IS NOT NULL OR to_jsonb(r) ->> 'prattrs' IS NOT NULL))""";

    private static final String NOT_OWNED = """
            SELECT c.relname FROM pg_class c WHERE c.oid = to_regclass(?) AND NOT pg_has_role(c.relowner, 'USAGE')""";

    private PublicationCheck() {}

    static Judgement of(Session v1, String name) throws SQLException {
        List<Boolean> everything = v1.list(EVERYTHING, row -> row.getBoolean(1), name);
        return everything.isEmpty() ? absent(v1, name) : present(v1, name, everything.get(0));
    }

    private static Judgement present(Session v1, String name, boolean everyOperation) throws SQLException {
        Set<String> published = new TreeSet<>(v1.list(
                "SELECT schemaname || '.' || tablename FROM pg_publication_tables WHERE pubname = ?",
                row -> row.getString(1),
                name));
        Set<String> needed = MigrationPlan.capturedTables().stream()
                .map(table -> "public." + table)
                .collect(Collectors.toCollection(TreeSet::new));
        if (published.equals(needed) && everyOperation && !v1.holds(PARTIAL, name)) {
            return Judgement.pass("the publication " + name + " is of exactly the captured tables");
        }
        Set<String> missing = new TreeSet<>(needed);
        missing.removeAll(published);
        return Judgement.fail(
                "V1 has a publication " + name + " of other tables, rows or operations"
                        + (missing.isEmpty() ? "" : ", without " + String.join(", ", missing)),
                "drop that publication if it is a left-over, or set capture.publication to a name of its own");
    }

    private static Judgement absent(Session v1, String name) throws SQLException {
        boolean mayCreate = v1.holds("has_database_privilege(current_database(), 'CREATE')");
        int notOwned = 0;
        for (String table : MigrationPlan.capturedTables()) {
            notOwned += v1.list(NOT_OWNED, row -> row.getString(1), "public." + table)
                    .size();
        }
        if (mayCreate && notOwned == 0) {
            return Judgement.pass("absent; capture makes it");
        }
        return Judgement.fail(
                "there is no publication " + name
                        + ", and this role may not make it: that takes CREATE on the database and the"
                        + " ownership of the tables",
                "let their owner run: CREATE PUBLICATION " + name + " FOR TABLE "
                        + MigrationPlan.capturedTables().stream()
                                .map(table -> "public." + table)
                                .collect(Collectors.joining(", ")));
    }
}
