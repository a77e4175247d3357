package dev.changeover.cutover.assessment;

import static java.util.stream.Collectors.joining;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Target users that are not replaced, because rows of V2's own hang on their groups, sessions or other copied rows, or name the user by
 * something else than its id.
 */
final class HinderedCopies {
    private static final String KEYS = """
            SELECT p.relname, n.nspname, r.relname, quote_ident(n.nspname) || '.' || quote_ident(r.relname),
                   (SELECT array_agg(quote_ident(a.attname) ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY k (number, place)
                      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number),
                   (SELECT array_agg(quote_ident(a.attname) ORDER BY k.place) FROM unnest(c.confkey) WITH ORDINALITY k (number, place)
                      JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number)
            FROM pg_constraint c
            JOIN pg_class p ON p.oid = c.confrelid AND p.relnamespace = 'public'::regnamespace
            JOIN pg_class r ON r.oid = c.conrelid
            JOIN pg_namespace n ON n.oid = r.relnamespace
            WHERE c.contype = 'f' AND c.conparentid = 0
            """;

    private HinderedCopies() {}

    static Set<Long> read(Snapshot target) throws SQLException {
        List<Key> keys = new ArrayList<>();
        target.each(KEYS, row -> {
            for (TablePlan table : MigrationPlan.tables()) {
                Key key = new Key(table, row.getString(4), texts(row.getArray(5)), texts(row.getArray(6)));
                boolean referenced = table.name().equals(row.getString(1));
                if (referenced
                        && !key.followsAUser()
                        && !(row.getString(2).equals("public") && key.isPlansLink(row.getString(3)))) {
                    keys.add(key);
                }
            }
        });
        Set<Long> hindered = new HashSet<>();
        for (Key key : keys) {
            hindered.addAll(new OwnedRows(key.table())
                    .count(target, StaleRows.madeByV1(key.table()) + " AND " + key.isReferenced())
                    .keySet());
        }
        return hindered;
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    /** A foreign key to a table of the plan. */
    private record Key(TablePlan table, String child, List<String> columns, List<String> referenced) {
        /** Names a user by its id: the key is pointed to the new user. */
        boolean followsAUser() {
            return table.isRoot() && referenced.equals(List.of("id"));
        }

        boolean isPlansLink(String childName) {
            return MigrationPlan.childrenOf(table.name())
                    .anyMatch(each -> each.name().equals(childName)
                            && columns.equals(
                                    List.of(each.parent().orElseThrow().column())));
        }

        String isReferenced() {
            return IntStream.range(0, columns.size())
                    .mapToObj(i -> "own." + columns.get(i) + " = " + OwnedRows.ROW + "." + referenced.get(i))
                    .collect(joining(" AND ", "EXISTS (SELECT FROM " + child + " AS own WHERE ", ")"));
        }
    }
}
