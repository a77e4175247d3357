package dev.changeover.cutover.preflight.target;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the sink may make its indexes. Asked of the catalogue, not tried: an index build inside a transaction would make the
 * application's writers wait.
 */
final class IndexRights {
    private static final String MAY = """
            to_regclass(?) IS NULL OR (SELECT pg_has_role(c.relowner, 'USAGE') AND has_schema_privilege(c.relnamespace, 'CREATE')
                                         FROM pg_class c WHERE c.oid = to_regclass(?))""";
    private static final String INVALID = """
            SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
             WHERE NOT i.indisvalid AND c.relname LIKE 'changeover\\_%'
               AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)""";

    private IndexRights() {}

    static Judgement of(Session target, boolean createIndexes) throws SQLException {
        if (!createIndexes) {
            return Judgement.warn(
                    "sink.createIndexes is false: without indexes on its foreign keys each replacement reads whole tables",
                    "leave sink.createIndexes at true, or make the indexes by hand");
        }
        Set<String> tables = new TreeSet<>();
        for (TablePlan table : MigrationPlan.tables()) {
            if (!table.isRoot()) {
                tables.add("public." + table.name());
            }
        }
        ReferencingColumn.ofUsers(target).forEach(key -> tables.add(key.table()));
        List<String> refused = new ArrayList<>();
        for (String table : tables) {
            if (!target.holds(MAY, table, table)) {
                refused.add(table);
            }
        }
        Judgement judgement = new Judgement();
        if (!refused.isEmpty()) {
            judgement.add(
                    Status.FAIL,
                    "indexes are made by a table's owner who may CREATE in its schema, and this role is not for "
                            + String.join(", ", refused),
                    "grant the owner's role to " + target.address().user() + ", or set sink.createIndexes: false");
        }
        for (String index : target.list(INVALID, row -> row.getString(1))) {
            judgement.add(
                    Status.WARN,
                    "the index " + index + " was left invalid by a build that was ended",
                    "nothing: the sink drops it and builds it again");
        }
        return judgement.otherwise("this role may make indexes on " + tables.size() + " tables");
    }
}
