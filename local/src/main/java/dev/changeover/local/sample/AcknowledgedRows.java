package dev.changeover.local.sample;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Every row that an application was told is written, as it was left: a hash, or {@link #GONE}. Safe for any thread. */
final class AcknowledgedRows {
    static final String GONE = "gone";

    private final Map<Row, String> rows = new ConcurrentHashMap<>();

    /** A row of one database. */
    record Row(String table, long id) {
        @Override
        public String toString() {
            return table + " " + id;
        }
    }

    void acknowledged(Map<Row, String> written) {
        rows.putAll(written);
    }

    /** Nobody knows whether these were written. */
    void forget(Iterable<Row> unknown) {
        unknown.forEach(rows::remove);
    }

    /** The rows that are not as the application left them. */
    List<String> changedIn(Connection connection) throws SQLException {
        List<String> changed = new ArrayList<>();
        Map<String, List<Row>> byTable = rows.keySet().stream().collect(Collectors.groupingBy(Row::table));
        for (var each : byTable.entrySet()) {
            List<Long> ids = each.getValue().stream().map(Row::id).toList();
            Map<Row, String> now = hashes(connection, each.getKey(), ids);
            each.getValue().stream()
                    .filter(row -> !now.getOrDefault(row, GONE).equals(rows.get(row)))
                    .forEach(row -> changed.add(row.toString()));
        }
        return changed;
    }

    static Map<Row, String> hashes(Connection connection, String table, List<Long> ids) throws SQLException {
        Array wanted = connection.createArrayOf("bigint", ids.toArray());
        Map<Row, String> hashes = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id, md5(t::text) FROM " + table + " t WHERE id = ANY (?)")) {
            statement.setArray(1, wanted);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    hashes.put(new Row(table, result.getLong(1)), result.getString(2));
                }
            }
        }
        return hashes;
    }
}
