package dev.changeover.verifier;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.change.SourceRow;
import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.HeldBackRow;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.plan.TargetColumn;
import dev.changeover.contract.rules.DrillTitles;
import dev.changeover.contract.rules.Identity;
import dev.changeover.contract.rules.SourceUser;
import dev.changeover.contract.rules.UserRewriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills V2 and its ledger from V1 as the pipeline would, one transaction a user, by the plainest SQL there is: the
 * verifier is tested without the sink. Can migrate one user again, after a change in V1.
 */
final class TestMigrator {
    private static final RowVersion VERSION = new RowVersion(1, false, 0);

    private final Connection v1;
    private final Connection v2;

    TestMigrator(Connection v1, Connection v2) {
        this.v1 = v1;
        this.v2 = v2;
    }

    /** The baseline, and then every user. */
    void migrateEverybody() throws SQLException {
        baseline();
        for (long id : numbers(v1, "SELECT id FROM users ORDER BY id")) {
            migrate(id);
        }
    }

    private void baseline() throws SQLException {
        v2.setAutoCommit(false);
        execute(
                v2,
                "INSERT INTO changeover.target (id, environment, system_identifier, timeline, database_oid, baseline_at)"
                        + " VALUES (gen_random_uuid(), 'staging', 1, 1, 1, now())");
        for (TablePlan plan : MigrationPlan.tables()) {
            execute(v2, "INSERT INTO changeover.plan_table VALUES (" + plan.number() + ", '" + plan.name() + "')");
        }
        Map<String, Long> identities = identities();
        try (ResultSet users = v2.createStatement().executeQuery("SELECT id, email FROM users ORDER BY id")) {
            while (users.next()) {
                String identity = Identity.of(users.getString(2)).orElse(null);
                boolean android = "android@example.org".equals(identity);
                boolean stale = identity != null && identities.containsKey(identity) && !android;
                execute(
                        v2,
                        "INSERT INTO changeover.baseline_user VALUES (" + users.getLong(1) + ", "
                                + (identity == null ? "NULL" : "'" + identity + "'") + ", '"
                                + (stale ? "stale" : "protected") + "')");
                if (stale) {
                    execute(
                            v2,
                            "INSERT INTO changeover.pairing VALUES (" + identities.get(identity) + ", "
                                    + users.getLong(1) + ")");
                }
            }
        }
        v2.commit();
    }

    private Map<String, Long> identities() throws SQLException {
        Map<String, Long> identities = new LinkedHashMap<>();
        try (ResultSet users = v1.createStatement().executeQuery("SELECT id, email FROM users ORDER BY id")) {
            while (users.next()) {
                Optional<String> identity = Identity.of(users.getString(2));
                if (identity.isPresent()) {
                    identities.put(identity.get(), users.getLong(1));
                }
            }
        }
        return identities;
    }

    /** Brings one user to V1's state; the rows that it has in V2 already keep their ids. */
    void migrate(long userId) throws SQLException {
        v2.setAutoCommit(false);
        UserDocument.Present document = new UserRewriter(catalogue()).rewrite(read(userId), titles());
        String email =
                document.userRow().values().get(MigrationPlan.table("users").targetIndex("email"));
        Optional<String> identity = Identity.of(email);
        if (identity.isEmpty()) {
            outcome(userId, null, "skipped", null, null);
        } else if (number(v1, "SELECT count(*) FROM users WHERE lower(email) = lower('" + email + "')") > 1) {
            outcome(userId, identity.get(), "quarantined", null, null);
            quarantine(userId, "", 0, "user", "duplicate-email");
        } else if (email.equals("android@example.org")) {
            outcome(userId, identity.get(), "quarantined", null, null);
            quarantine(userId, "", 0, "user", "email-taken");
        } else {
            write(userId, identity.get(), document);
        }
        execute(v2, "INSERT INTO changeover.sink_transaction VALUES (pg_current_xact_id(), 1) ON CONFLICT DO NOTHING");
        v2.commit();
    }

    private void write(long userId, String identity, UserDocument.Present document) throws SQLException {
        Long known = ledgerId(MigrationPlan.table("users"), userId);
        Long stale = known != null
                ? null
                : optional(v2, "SELECT target_user_id FROM changeover.pairing WHERE v1_user_id = " + userId);
        if (stale != null) {
            removeCopy(stale);
        }
        execute(v2, "DELETE FROM changeover.quarantine WHERE kind = 'row' AND v1_user_id = " + userId);
        Map<String, Map<Long, Long>> ids = new HashMap<>();
        for (TablePlan plan : MigrationPlan.tables()) {
            Map<Long, Long> ofTable = ids.computeIfAbsent(plan.name(), name -> new HashMap<>());
            for (DocumentRow row : document.rowsOf(plan.name())) {
                if (plan.name().equals("saved_filters")
                        && "client-android".equals(row.values().get(0))) {
                    quarantine(userId, plan.name(), row.id(), "row", "unique-value-taken");
                    continue;
                }
                Long parent = plan.parent()
                        .map(link -> ids.getOrDefault(link.table(), Map.of()).get(row.parentId()))
                        .orElse(null);
                ofTable.put(row.id(), upsert(plan, row, parent, userId));
            }
            removeRest(plan, userId, ofTable);
        }
        for (HeldBackRow held : document.heldBack()) {
            quarantine(userId, held.table(), held.id(), "row", held.reason().code());
        }
        long newId = Objects.requireNonNull(ledgerId(MigrationPlan.table("users"), userId), "the user just written");
        if (stale != null) {
            repoint(stale, newId);
        }
        if (known == null) {
            outcome(userId, identity, stale == null ? "created" : "replaced", newId, stale);
        }
    }

    private void removeCopy(long stale) throws SQLException {
        execute(
                v2,
                "DELETE FROM completed_sessions WHERE user_id = " + stale
                        + " AND session_type = 'drill_training' AND mental_training_session_id IS NULL");
        execute(v2, "UPDATE users SET email = NULL WHERE id = " + stale);
    }

    private void repoint(long stale, long newId) throws SQLException {
        execute(v2, "UPDATE completed_sessions SET user_id = " + newId + " WHERE user_id = " + stale);
        execute(v2, "UPDATE mental_training_sessions SET user_id = " + newId + " WHERE user_id = " + stale);
        execute(v2, "DELETE FROM users WHERE id = " + stale);
        execute(v2, "INSERT INTO changeover.deleted_row VALUES ('users', " + stale + ", 1, pg_current_xact_id())");
    }

    private long upsert(TablePlan plan, DocumentRow row, @Nullable Long parent, long userId) throws SQLException {
        Long known = ledgerId(plan, row.id());
        List<String> columns = new ArrayList<>(
                plan.targetColumns().stream().map(TargetColumn::name).toList());
        String casts = plan.targetColumns().stream()
                .map(column -> "?::" + column.type().sqlName())
                .collect(Collectors.joining(", "));
        List<@Nullable String> values = new ArrayList<>(row.values());
        if (plan.parent().isPresent()) {
            columns.add(plan.parent().get().column());
            casts += ", ?::integer";
            values.add(String.valueOf(parent));
        }
        String names = columns.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        String sql = known == null
                ? "INSERT INTO " + plan.name() + " (" + names + ") VALUES (" + casts + ") RETURNING id"
                : "UPDATE " + plan.name() + " SET (" + names + ") = ROW (" + casts + ") WHERE id = " + known
                        + " RETURNING id";
        try (PreparedStatement statement = v2.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, values.get(i));
            }
            try (ResultSet id = statement.executeQuery()) {
                id.next();
                long v2Id = id.getLong(1);
                if (known == null) {
                    execute(
                            v2,
                            "INSERT INTO changeover.migrated_row VALUES (" + plan.number() + ", " + row.id() + ", "
                                    + v2Id + ", " + userId + ", 1, false, 0, true, 0, 0)");
                }
                return v2Id;
            }
        }
    }

    private void removeRest(TablePlan plan, long userId, Map<Long, Long> present) throws SQLException {
        for (long v1Id : numbers(
                v2,
                "SELECT v1_id FROM changeover.migrated_row WHERE live AND table_number = " + plan.number()
                        + " AND v1_user_id = " + userId)) {
            if (!present.containsKey(v1Id)) {
                execute(v2, "DELETE FROM " + plan.name() + " WHERE id = " + ledgerId(plan, v1Id));
                execute(
                        v2,
                        "DELETE FROM changeover.migrated_row WHERE table_number = " + plan.number() + " AND v1_id = "
                                + v1Id);
            }
        }
    }

    private @Nullable Long ledgerId(TablePlan plan, long v1Id) throws SQLException {
        return optional(
                v2,
                "SELECT v2_id FROM changeover.migrated_row WHERE live AND table_number = " + plan.number()
                        + " AND v1_id = " + v1Id);
    }

    private void outcome(
            long userId, @Nullable String identity, String outcome, @Nullable Long target, @Nullable Long replaced)
            throws SQLException {
        execute(
                v2,
                "INSERT INTO changeover.v1_user (v1_user_id, identity, outcome, target_user_id, replaced_user_id) VALUES ("
                        + userId + ", " + (identity == null ? "NULL" : "'" + identity + "'") + ", '" + outcome + "', "
                        + target
                        + ", " + replaced + ")");
    }

    private void quarantine(long userId, String table, long v1Id, String kind, String reason) throws SQLException {
        execute(
                v2,
                "INSERT INTO changeover.quarantine (v1_user_id, table_name, v1_id, kind, reason, detail) VALUES ("
                        + userId + ", '" + table + "', " + v1Id + ", '" + kind + "', '" + reason
                        + "', '') ON CONFLICT DO NOTHING");
    }

    private SourceUser read(long userId) throws SQLException {
        Map<String, List<SourceUser.Versioned>> rows = new LinkedHashMap<>();
        for (TablePlan plan : MigrationPlan.tables()) {
            String parent = plan.parent().map(link -> '"' + link.column() + '"').orElse("NULL::integer");
            String of = plan.isRoot()
                    ? "id = " + userId
                    : plan.hangsOnUser()
                            ? parent + " = " + userId
                            : parent + " IN (SELECT id FROM "
                                    + plan.parent().orElseThrow().table() + " WHERE user_id = " + userId + ")";
            String columns = plan.sourceColumns().stream()
                    .map(SourceColumn::name)
                    .map(name -> ", \"" + name + "\"::text")
                    .collect(Collectors.joining());
            List<SourceUser.Versioned> ofTable = new ArrayList<>();
            try (ResultSet found = v1.createStatement()
                    .executeQuery("SELECT id, " + parent + columns + " FROM " + plan.name() + " WHERE " + of
                            + " ORDER BY id")) {
                while (found.next()) {
                    List<@Nullable String> values = new ArrayList<>();
                    for (int i = 0; i < plan.sourceColumns().size(); i++) {
                        values.add(found.getString(i + 3));
                    }
                    long parentId = found.getLong(2);
                    Long parentOrNull = found.wasNull() ? null : parentId;
                    ofTable.add(
                            new SourceUser.Versioned(new SourceRow(found.getLong(1), parentOrNull, values), VERSION));
                }
            }
            rows.put(plan.name(), ofTable);
        }
        return new SourceUser(userId, rows);
    }

    private DrillTitles titles() throws SQLException {
        Map<Long, @Nullable String> titles = new HashMap<>();
        try (ResultSet drills = v1.createStatement().executeQuery("SELECT id, title FROM drills")) {
            while (drills.next()) {
                titles.put(drills.getLong(1), drills.getString(2));
            }
        }
        return id ->
                titles.containsKey(id) ? new DrillTitles.Answer.Known(titles.get(id)) : new DrillTitles.Answer.Gone();
    }

    private DrillCatalogue catalogue() throws SQLException {
        List<DrillCatalogue.Drill> drills = new ArrayList<>();
        try (ResultSet found = v2.createStatement().executeQuery("SELECT id, uuid::text, title FROM drills")) {
            while (found.next()) {
                drills.add(new DrillCatalogue.Drill(found.getLong(1), found.getString(2), found.getString(3)));
            }
        }
        return new DrillCatalogue("test", drills, Map.of());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Long> numbers(Connection connection, String sql) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                numbers.add(found.getLong(1));
            }
        }
        return numbers;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return numbers(connection, sql).get(0);
    }

    private static @Nullable Long optional(Connection connection, String sql) throws SQLException {
        List<Long> numbers = numbers(connection, sql);
        return numbers.isEmpty() ? null : numbers.get(0);
    }
}
