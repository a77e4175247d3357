package dev.changeover.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A small V1 that changes by chance: what it holds, and what capture says of it. */
final class V1Model {
    private static final List<String> TABLES = List.of("users", "saved_filters", "drill_groups", "drill_group_items");
    private static final int FEW_IDS = 4;

    private final Random chance;
    private final int ids;
    private final Map<String, Map<Long, Row>> rows = new TreeMap<>();
    private final List<V1Record> log = new ArrayList<>();
    private int generation = 1;
    private long lsn;
    private long written;

    private record Row(@Nullable Long parent, String value) {}

    /** Few rows, so that much happens to each. */
    V1Model(Random chance) {
        this(chance, FEW_IDS);
    }

    /** @param ids how many rows each table has at most */
    V1Model(Random chance, int ids) {
        this.chance = chance;
        this.ids = ids;
        TABLES.forEach(table -> rows.put(table, new TreeMap<>()));
    }

    /** One row is written or deleted; capture sees it. Several changes may share an LSN. */
    void change() {
        lsn += chance.nextInt(3) == 0 ? 0 : 1;
        String table = TABLES.get(chance.nextInt(TABLES.size()));
        long id = 1L + chance.nextInt(ids);
        if (chance.nextInt(4) == 0) {
            if (ofTable(table).remove(id) != null) {
                log.add(V1Record.deleted(generation, lsn, table, id));
            }
        } else {
            Row row = write(table, id);
            log.add(V1Record.streamed(generation, lsn, table, id, row.parent, columnOf(table), row.value));
        }
    }

    /** Rows change and nobody sees it; then everything is read anew. */
    void resnapshot() {
        for (int i = 0; i < ids; i++) {
            String table = TABLES.get(chance.nextInt(TABLES.size()));
            long id = 1L + chance.nextInt(ids);
            if (chance.nextBoolean()) {
                ofTable(table).remove(id);
            } else {
                write(table, id);
            }
        }
        generation++;
        rows.forEach((table, all) -> all.forEach((id, row) ->
                log.add(V1Record.snapshot(generation, table, id, row.parent, columnOf(table), row.value))));
    }

    /** What capture said since the last call, in order. */
    List<V1Record> said() {
        List<V1Record> said = List.copyOf(log);
        log.clear();
        return said;
    }

    int generation() {
        return generation;
    }

    /** Each user's rows as {@code table/id/parent=value}. */
    Map<Long, Set<String>> rowsByUser() {
        Map<Long, Set<String>> users = new TreeMap<>();
        rows.forEach((table, all) -> all.forEach((id, row) -> {
            Long user = owner(table, id, row);
            if (user != null) {
                Long parent = table.equals("users") ? id : row.parent;
                users.computeIfAbsent(user, each -> new TreeSet<>())
                        .add(table + "/" + id + "/" + parent + "=" + row.value);
            }
        }));
        return users;
    }

    private @Nullable Long owner(String table, Long id, Row row) {
        if (table.equals("users")) {
            return id;
        }
        if (!table.equals("drill_group_items") || row.parent == null) {
            return row.parent;
        }
        Row group = ofTable("drill_groups").get(row.parent);
        return group == null ? null : group.parent;
    }

    private Row write(String table, long id) {
        boolean orphan = table.equals("users") || chance.nextInt(8) == 0;
        Row row = new Row(orphan ? null : (Long) (1L + chance.nextInt(ids)), Long.toString(++written));
        ofTable(table).put(id, row);
        return row;
    }

    static String columnOf(String table) {
        return switch (table) {
            case "users" -> "email";
            case "drill_group_items" -> "position";
            default -> "name";
        };
    }

    private Map<Long, Row> ofTable(String table) {
        return rows.computeIfAbsent(table, each -> new TreeMap<>());
    }
}
