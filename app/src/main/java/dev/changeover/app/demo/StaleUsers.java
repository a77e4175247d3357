package dev.changeover.app.demo;

import dev.changeover.contract.rules.Identity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The target's users that V1 has, too, and a sum of their rows in every table that names users, so that two moments can be compared. */
final class StaleUsers {
    private static final String TABLES = """
            SELECT table_name FROM information_schema.columns
             WHERE table_schema = 'public' AND column_name = 'user_id' ORDER BY 1
            """;

    private final Set<Long> ids;

    private StaleUsers(Set<Long> ids) {
        this.ids = ids;
    }

    static StaleUsers find(Connection v1, Connection v2) throws SQLException {
        Set<String> identities = new HashSet<>(byId(v1).values());
        Map<Long, String> users = byId(v2);
        users.values().removeIf(identity -> !identities.contains(identity));
        return new StaleUsers(new TreeSet<>(users.keySet()));
    }

    private static Map<Long, String> byId(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, email FROM public.users")) {
            Map<Long, String> identities = new TreeMap<>();
            while (rows.next()) {
                long id = rows.getLong(1);
                Optional.ofNullable(rows.getString(2))
                        .flatMap(Identity::of)
                        .ifPresent(identity -> identities.put(id, identity));
            }
            return identities;
        }
    }

    /** By table: how many rows, and a sum of every byte of them. */
    Map<String, String> sums(Connection v2) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (Statement statement = v2.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        Map<String, String> sums = new TreeMap<>();
        sums.put("users", sum(v2, "users", "id"));
        for (String table : tables) {
            sums.put(table, sum(v2, table, "user_id"));
        }
        return sums;
    }

    private String sum(Connection v2, String table, String column) throws SQLException {
        try (var select = v2.prepareStatement(
                "SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM public."
                        + table + " AS t WHERE " + column + " = ANY (?)")) {
            select.setArray(1, v2.createArrayOf("bigint", ids.toArray()));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
