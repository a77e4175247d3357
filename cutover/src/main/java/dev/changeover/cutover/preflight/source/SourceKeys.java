package dev.changeover.cutover.preflight.source;

import dev.changeover.contract.plan.SourceTable;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;

/** Primary key and replica identity of the captured tables: how a change says which row it is of. */
final class SourceKeys {
    private static final String FACTS = """
            SELECT c.relreplident::text, (SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) FROM pg_index i
                      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
                     WHERE i.indrelid = c.oid AND i.indisprimary)
              FROM pg_class c WHERE c.oid = to_regclass(?)""";

    private SourceKeys() {}

    static Judgement of(Session v1) throws SQLException {
        Judgement judgement = new Judgement();
        for (SourceTable table : SourceTables.tables()) {
            String name = "public." + table.name();
            v1.list(FACTS, row -> new Keys(row.getString(1), "id".equals(row.getString(2))), name)
                    .forEach(keys -> check(name, keys, judgement));
        }
        return judgement.otherwise("every captured table has the primary key id, and a replica identity that names it");
    }

    private static void check(String table, Keys keys, Judgement judgement) {
        if (!keys.onId()) {
            judgement.add(
                    Status.FAIL,
                    table + " has no primary key on id",
                    "add the key in V1, or leave the table out of the migration plan");
        }
        if (!keys.identity().equals("d") && !keys.identity().equals("f")) {
            judgement.add(
                    Status.FAIL,
                    table + " has the replica identity '" + keys.identity()
                            + "': V1 would refuse updates of it, or send another key than id",
                    "run ALTER TABLE " + table + " REPLICA IDENTITY DEFAULT in V1");
        }
    }

    private record Keys(String identity, boolean onId) {}
}
