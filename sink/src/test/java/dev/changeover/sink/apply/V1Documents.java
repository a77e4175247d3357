package dev.changeover.sink.apply;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.change.SourceRow;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.rules.DrillTitles;
import dev.changeover.contract.rules.SourceUser;
import dev.changeover.contract.rules.UserRewriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The documents of all users of a V1 database, as the transform would write them after a snapshot. */
final class V1Documents {
    private static final RowVersion SNAPSHOT = new RowVersion(1, false, 0);

    private V1Documents() {}

    static List<UserDocument> read(Connection v1, DrillCatalogue catalogue) throws SQLException {
        Map<Long, Map<String, List<SourceUser.Versioned>>> users = new TreeMap<>();
        Map<String, Map<Long, Long>> owners = new HashMap<>();
        for (TablePlan table : MigrationPlan.tables()) {
            Map<Long, Long> ownersHere = new HashMap<>();
            for (SourceRow row : rows(v1, table)) {
                Long owner = table.isRoot()
                        ? Long.valueOf(row.id())
                        : owners.getOrDefault(table.parent().orElseThrow().table(), Map.of())
                                .get(row.parentId());
                if (owner != null) {
                    ownersHere.put(row.id(), owner);
                    users.computeIfAbsent(owner, id -> new HashMap<>())
                            .computeIfAbsent(table.name(), name -> new ArrayList<>())
                            .add(new SourceUser.Versioned(row, SNAPSHOT));
                }
            }
            owners.put(table.name(), ownersHere);
        }
        DrillTitles titles = titles(v1);
        UserRewriter rewriter = new UserRewriter(catalogue);
        List<UserDocument> documents = new ArrayList<>();
        users.forEach((id, rows) -> documents.add(rewriter.rewrite(new SourceUser(id, rows), titles)));
        return documents;
    }

    private static List<SourceRow> rows(Connection v1, TablePlan table) throws SQLException {
        String columns = table.sourceColumns().stream()
                .map(SourceColumn::name)
                .map(name -> "\"" + name + "\"::text")
                .collect(Collectors.joining(", "));
        String parent = table.parent().map(link -> "\"" + link.column() + "\"").orElse("NULL::bigint");
        List<SourceRow> rows = new ArrayList<>();
        try (Statement statement = v1.createStatement();
                ResultSet answer = statement.executeQuery(
                        "SELECT id, " + parent + ", " + columns + " FROM " + table.name() + " ORDER BY id")) {
            while (answer.next()) {
                List<@Nullable String> values = new ArrayList<>();
                for (int i = 0; i < table.sourceColumns().size(); i++) {
                    values.add(answer.getString(i + 3));
                }
                long parentId = answer.getLong(2);
                rows.add(new SourceRow(answer.getLong(1), answer.wasNull() ? null : parentId, values));
            }
        }
        return rows;
    }

    private static DrillTitles titles(Connection v1) throws SQLException {
        Map<Long, DrillTitles.Answer> titles = new HashMap<>();
        try (Statement statement = v1.createStatement();
                ResultSet answer = statement.executeQuery("SELECT id, title FROM drills")) {
            while (answer.next()) {
                titles.put(answer.getLong(1), new DrillTitles.Answer.Known(answer.getString(2)));
            }
        }
        return id -> titles.getOrDefault(id, new DrillTitles.Answer.Gone());
    }
}
