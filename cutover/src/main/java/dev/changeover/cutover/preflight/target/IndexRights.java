package dev.changeover.cutover.preflight.target;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether the sink may make its indexes. Asked of the catalogue, not tried: an index build inside a transaction would make the
 * application's writers wait.
 */
final class IndexRights {
    /**
     * As the sink has it: a key needs an index, unless a valid one begins with its columns or its table is partitioned; and so does the
     * users' identity, by the name of the index.
     */
    private static final String MISSING = """
            SELECT format('%I.%I', n.nspname, c.relname),
                   pg_has_role(c.relowner, 'USAGE') AND has_schema_privilege(c.relnamespace, 'CREATE')
              FROM (SELECT con.conrelid AS oid FROM pg_constraint con JOIN pg_class parent ON parent.oid = con.confrelid
                     WHERE con.contype = 'f' AND con.conparentid = 0
                       AND parent.relnamespace = 'public'::regnamespace AND parent.relname = ANY (string_to_array(?, ','))
                       AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = con.conrelid AND i.indisvalid
                              AND i.indpred IS NULL AND i.indnkeyatts >= cardinality(con.conkey)
                              AND (i.indkey::int2[])[0:cardinality(con.conkey) - 1] = con.conkey)
                    UNION SELECT to_regclass('public.users') WHERE NOT EXISTS (SELECT FROM pg_index i
                     WHERE i.indexrelid = to_regclass('public.changeover_users_identity') AND i.indisvalid)) AS needed
              JOIN pg_class c ON c.oid = needed.oid AND c.relkind <> 'p'
              JOIN pg_namespace n ON n.oid = c.relnamespace
             ORDER BY 1""";

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
        String planned = MigrationPlan.tables().stream().map(TablePlan::name).collect(Collectors.joining(","));
        List<String> refused = new ArrayList<>();
        int missing = target.list(
                        MISSING,
                        row -> {
                            if (!row.getBoolean(2)) {
                                refused.add(row.getString(1));
                            }
                            return row.getString(1);
                        },
                        planned)
                .size();
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
        return judgement.otherwise(
                missing == 0
                        ? "all indexes that the sink needs are there"
                        : "this role may make indexes on " + missing + " tables");
    }
}
