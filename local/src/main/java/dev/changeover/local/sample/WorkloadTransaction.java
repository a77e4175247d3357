package dev.changeover.local.sample;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One transaction of an application, which remembers the rows that it wrote. Confined to one thread. */
final class WorkloadTransaction {
    private final Connection connection;
    private final Map<String, Set<Long>> touched = new LinkedHashMap<>();

    WorkloadTransaction(Connection connection) {
        this.connection = connection;
    }

    /** Inserts a row; {@code columns} with their values or placeholders, as in {@code "user_id, name) VALUES (?, ?"}. */
    long insert(String table, String columns, @Nullable Object... arguments) throws SQLException {
        return write(table, "INSERT INTO " + table + " (" + columns + ")", arguments)
                .get(0);
    }

    /** Runs a statement that changes rows of one table, and returns their ids. */
    List<Long> write(String table, String sql, @Nullable Object... arguments) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql + " RETURNING id")) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    ids.add(result.getLong(1));
                }
            }
        }
        touched.computeIfAbsent(table, key -> new LinkedHashSet<>()).addAll(ids);
        return ids;
    }

    long nextId(String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT nextval('" + table + "_id_seq')");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    /** The rows written, as they are now. */
    Map<AcknowledgedRows.Row, String> written() throws SQLException {
        Map<AcknowledgedRows.Row, String> written = new HashMap<>();
        rows().forEach(row -> written.put(row, AcknowledgedRows.GONE));
        for (var each : touched.entrySet()) {
            written.putAll(AcknowledgedRows.hashes(connection, each.getKey(), List.copyOf(each.getValue())));
        }
        return written;
    }

    List<AcknowledgedRows.Row> rows() {
        return touched.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(id -> new AcknowledgedRows.Row(each.getKey(), id)))
                .toList();
    }
}
