package dev.changeover.sink.target;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.sink.target.ReferencingKey.OnDelete;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The foreign keys of the target, in any schema, that reference the plan's tables, as the catalogue has them. */
public final class ReferencingKeys {
    /** A partition's copy of its parent's key has a conparentid: the parent's stands for it. */
    private static final String SQL = """
            SELECT con.conname, space.nspname, child.relname, parent.relname, con.confdeltype::text,
                   (SELECT array_agg(a.attname::text ORDER BY k.place)
                      FROM unnest(con.conkey) WITH ORDINALITY k (number, place)
                      JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.number),
                   (SELECT array_agg(a.attname::text ORDER BY k.place)
                      FROM unnest(con.confkey) WITH ORDINALITY k (number, place)
                      JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.number)
              FROM pg_constraint con
              JOIN pg_class child ON child.oid = con.conrelid
              JOIN pg_namespace space ON space.oid = child.relnamespace
              JOIN pg_class parent ON parent.oid = con.confrelid
             WHERE con.contype = 'f' AND con.conparentid = 0
               AND parent.relnamespace = 'public'::regnamespace AND parent.relname = ANY (?)
             ORDER BY parent.relname, space.nspname, child.relname, con.conname
            """;

    private ReferencingKeys() {}

    /** All of them, ordered by referenced table, schema, table and name; a partitioned table counts once. */
    public static List<ReferencingKey> read(Connection connection) throws SQLException {
        Object[] tables = MigrationPlan.tables().stream().map(TablePlan::name).toArray();
        Array names = connection.createArrayOf("text", tables);
        List<ReferencingKey> keys = new ArrayList<>();
        try (var select = connection.prepareStatement(SQL)) {
            select.setArray(1, names);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(key(rows));
                }
            }
        }
        return List.copyOf(keys);
    }

    /** Those that must be re-pointed when a user is replaced: keys to {@code users} that are not the plan's own. */
    public static List<ReferencingKey> toRepoint(Connection connection) throws SQLException {
        return read(connection).stream()
                .filter(key -> key.referencesUsers() && !key.partOfPlan())
                .toList();
    }

    /**
     * Keys of V2's own to rows that go with a user, and to users by another column than the id: what hangs there has nobody to go to.
     */
    public static List<ReferencingKey> toRowsThatGo(Connection connection) throws SQLException {
        return read(connection).stream()
                .filter(key -> !key.partOfPlan() && !(key.referencesUsers() && key.namesId()))
                .toList();
    }

    private static ReferencingKey key(ResultSet row) throws SQLException {
        String schema = row.getString(2);
        String table = row.getString(3);
        String referenced = row.getString(4);
        List<String> columns = texts(row.getArray(6));
        return new ReferencingKey(
                row.getString(1),
                schema,
                table,
                columns,
                referenced,
                texts(row.getArray(7)),
                onDelete(row.getString(5)),
                schema.equals("public") && isPlansLink(table, columns, referenced));
    }

    private static boolean isPlansLink(String table, List<String> columns, String referenced) {
        return MigrationPlan.tables().stream()
                .filter(plan -> plan.name().equals(table))
                .flatMap(plan -> plan.parent().stream())
                .anyMatch(link -> link.table().equals(referenced) && columns.equals(List.of(link.column())));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static OnDelete onDelete(String code) {
        return switch (code) {
            case "a" -> OnDelete.NO_ACTION;
            case "r" -> OnDelete.RESTRICT;
            case "c" -> OnDelete.CASCADE;
            case "n" -> OnDelete.SET_NULL;
            case "d" -> OnDelete.SET_DEFAULT;
            default -> throw new IllegalArgumentException("PostgreSQL has no ON DELETE action with the code " + code);
        };
    }
}
