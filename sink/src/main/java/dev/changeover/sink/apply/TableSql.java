package dev.changeover.sink.apply;

import static java.util.stream.Collectors.joining;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.ParentLink;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.plan.TargetColumn;
import dev.changeover.sink.target.SqlNames;
import java.util.ArrayList;
import java.util.List;

/**
 * The SQL that one table of the plan needs. The target's row is always {@code t}, the values that come from us {@code v}.
 *
 * <p>The hash of a row covers the plan's columns and the parent's: a column that the plan does not know is V2's own, and
 * may change without the row counting as changed.
 */
public final class TableSql {
    private final TablePlan table;
    private final String name;
    private final List<String> columns;

    TableSql(TablePlan table) {
        this.table = table;
        this.name = SqlNames.qualified("public", table.name());
        this.columns = writtenColumns(table);
    }

    public TablePlan table() {
        return table;
    }

    public String name() {
        return name;
    }

    /** PostgreSQL's hash of the row {@code t}. */
    public String hash() {
        return columns.stream()
                .map(column -> "t." + column)
                .collect(joining(", ", "hashtextextended(ROW(", ")::text COLLATE \"C\", 0)"));
    }

    /** The id, the parent, and the plan's columns, as text. */
    String copyIn() {
        return "COPY " + name + " (id, " + String.join(", ", columns) + ") FROM STDIN";
    }

    /**
     * Updates rows that are as the sink left them. Parameters: ids, target hashes, the parents' ids unless this is the
     * root, then one text array a column. Answers id and new hash of each row that it found.
     */
    String update() {
        List<String> arrays = new ArrayList<>(List.of("?::bigint[]", "?::bigint[]"));
        List<String> aliases = new ArrayList<>(List.of("id", "hash"));
        List<String> assignments = new ArrayList<>();
        table.parent().map(ParentLink::column).map(SqlNames::quoted).ifPresent(parent -> {
            arrays.add("?::bigint[]");
            aliases.add("parent");
            assignments.add(parent + " = v.parent");
        });
        int place = 0;
        for (TargetColumn column : table.targetColumns()) {
            String alias = "c" + place++;
            arrays.add("?::text[]");
            aliases.add(alias);
            assignments.add(SqlNames.quoted(column.name()) + " = v." + alias + "::"
                    + column.type().sqlName());
        }
        return "UPDATE " + name + " AS t SET " + String.join(", ", assignments) + " FROM unnest("
                + String.join(", ", arrays) + ") AS v(" + String.join(", ", aliases) + ")"
                + " WHERE t.id = v.id AND " + hash() + " = v.hash RETURNING t.id, " + hash();
    }

    /** Of these rows, the ids of those that hang on a row of these V1 users. Parameters: ids, V1 user ids. */
    String hangingOn() {
        ParentLink parent = table.parent().orElseThrow();
        return "SELECT t.id FROM " + name + " AS t JOIN unnest(?::bigint[], ?::bigint[]) AS v(id, owner) USING (id)"
                + " JOIN changeover.migrated_row AS p ON p.v1_user_id = v.owner AND p.table_number = "
                + MigrationPlan.table(parent.table()).number() + " AND p.v2_id = t."
                + SqlNames.quoted(parent.column()) + " AND p.live";
    }

    /**
     * Deletes rows that are as the sink left them and on which nothing hangs, with before-image and evidence. Parameters:
     * ids, target hashes, V1 user ids. Answers the ids deleted.
     *
     * @param nothingHangs a condition on {@code t}
     */
    String delete(String nothingHangs) {
        return "WITH gone AS (DELETE FROM " + name + " AS t USING unnest(?::bigint[], ?::bigint[], ?::bigint[])"
                + " AS v(id, hash, v1_user_id) WHERE t.id = v.id AND " + hash() + " = v.hash AND " + nothingHangs
                + " RETURNING t.id, t::text AS image, v.v1_user_id)" + keptAs("deleted") + " SELECT id FROM gone";
    }

    /** Further parts of a WITH whose {@code gone} has id, image and v1_user_id of rows deleted. */
    public String keptAs(String reason) {
        String literal = "'" + table.name() + "'";
        return ", kept AS (INSERT INTO changeover.before_image"
                + " (v1_user_id, table_name, target_row_id, image, reason, transaction, columns, last_column)"
                + " SELECT v1_user_id, " + literal + ", id, image, '" + reason + "', pg_current_xact_id(), " + shape()
                + " FROM gone),"
                + " noted AS (INSERT INTO changeover.deleted_row (table_name, target_id, v1_user_id, transaction)"
                + " SELECT " + literal + ", id, v1_user_id, pg_current_xact_id() FROM gone)";
    }

    /** Two values that tell later which of the table's columns an image has that is taken now. */
    public String shape() {
        String columnsOfTable =
                " FROM pg_attribute WHERE attrelid = '" + name + "'::regclass AND attnum > 0 AND NOT attisdropped)";
        return "(SELECT count(*)" + columnsOfTable + ", (SELECT max(attnum)" + columnsOfTable;
    }

    /** A condition on the row {@code t}: V1 can have made it. What it cannot have made is V2's own, and is never deleted. */
    public String madeByV1() {
        return table.name().equals(MigrationPlan.COMPLETED_SESSIONS)
                ? "(t.session_type IS NOT DISTINCT FROM 'drill_training' AND t.mental_training_session_id IS NULL)"
                : "true";
    }

    /**
     * Enters rows of the target into the ledger, hashed as they are. An entry that another transaction made meanwhile for another row of
     * the target stays, and does not count. Parameters: V1 ids, V2 ids, owners, {@link VersionColumns}, document hashes.
     */
    String enter() {
        return "INSERT INTO changeover.migrated_row AS r (table_number, v1_id, v2_id, v1_user_id, generation, streamed,"
                + " lsn, link_generation, link_streamed, link_lsn, live, document_hash, target_hash) SELECT "
                + table.number() + ", v.v1_id, v.v2_id, v.owner,"
                + " v.generation, v.streamed, v.lsn, v.link_generation, v.link_streamed, v.link_lsn, true,"
                + " v.document_hash, " + hash()
                + " FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], " + VersionColumns.ARRAYS + ", ?::bigint[])"
                + " AS v(v1_id, v2_id, owner, " + VersionColumns.NAMES + ", document_hash)"
                + " JOIN " + name + " AS t ON t.id = v.v2_id"
                + " ON CONFLICT (table_number, v1_id) DO UPDATE SET v2_id = EXCLUDED.v2_id,"
                + " v1_user_id = EXCLUDED.v1_user_id, generation = EXCLUDED.generation,"
                + " streamed = EXCLUDED.streamed, lsn = EXCLUDED.lsn, link_generation = EXCLUDED.link_generation,"
                + " link_streamed = EXCLUDED.link_streamed, link_lsn = EXCLUDED.link_lsn, live = true,"
                + " document_hash = EXCLUDED.document_hash, target_hash = EXCLUDED.target_hash"
                + " WHERE r.v2_id = EXCLUDED.v2_id OR NOT r.live";
    }

    /** As many ids as asked for, ascending. Parameter: the number. */
    String nextIds() {
        return "SELECT nextval(pg_get_serial_sequence('" + name + "', 'id')) FROM generate_series(1, ?)";
    }

    private static List<String> writtenColumns(TablePlan table) {
        List<String> columns = new ArrayList<>();
        table.parent().map(ParentLink::column).map(SqlNames::quoted).ifPresent(columns::add);
        table.targetColumns().forEach(column -> columns.add(SqlNames.quoted(column.name())));
        return List.copyOf(columns);
    }
}
