package dev.changeover.bench.jmh;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.change.SourceRow;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.ColumnType;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.SourceColumn;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.rules.DrillTitles;
import dev.changeover.contract.rules.SourceUser;
import dev.changeover.contract.rules.UserRewriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A user with as many completed sessions as asked for, and one to three rows of everything else. Always the same. */
final class ExampleUser {
    private static final int DRILLS = 40;
    private static final int ENTRIES = 3;
    private static final int OTHER_ROWS = 3;
    private static final RowVersion VERSION = new RowVersion(1, false, 0);

    private ExampleUser() {}

    static SourceUser with(int sessions) {
        Map<String, List<SourceUser.Versioned>> rows = new HashMap<>();
        for (TablePlan table : MigrationPlan.tables()) {
            int count = table.name().equals(MigrationPlan.COMPLETED_SESSIONS)
                    ? sessions
                    : table.isRoot() || table.name().equals(MigrationPlan.PROGRESS_HISTORY) ? 1 : OTHER_ROWS;
            rows.put(
                    table.name(),
                    IntStream.rangeClosed(1, count)
                            .mapToObj(id -> new SourceUser.Versioned(row(table, id), VERSION))
                            .toList());
        }
        return new SourceUser(1, rows);
    }

    static UserDocument.Present document(int sessions) {
        return rewriter().rewrite(with(sessions), titles());
    }

    static UserRewriter rewriter() {
        List<DrillCatalogue.Drill> drills = IntStream.range(0, DRILLS)
                .mapToObj(number -> new DrillCatalogue.Drill(number, new UUID(7, number).toString(), title(number)))
                .toList();
        return new UserRewriter(new DrillCatalogue("1", drills, Map.of()));
    }

    static DrillTitles titles() {
        return id -> new DrillTitles.Answer.Known(title((int) id));
    }

    private static SourceRow row(TablePlan table, int id) {
        List<@Nullable String> values = new ArrayList<>();
        for (SourceColumn column : table.source().columns()) {
            values.add(value(column, id));
        }
        return new SourceRow(id, table.isRoot() ? null : 1L, values);
    }

    private static String value(SourceColumn column, int id) {
        if (column.name().equals("drills")) {
            return IntStream.range(0, ENTRIES)
                    .mapToObj(entry -> entry(id + entry))
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return text(column.type(), id);
    }

    private static String text(ColumnType type, int id) {
        return switch (type) {
            case INTEGER -> Integer.toString(id % DRILLS);
            case DOUBLE -> id + ".5";
            case BOOLEAN -> "false";
            case TIMESTAMP ->
                "2026-01-01 10:00:" + String.valueOf(100 + id % 60).substring(1);
            case UUID -> new UUID(9, id).toString();
            case JSON, JSONB -> "[\"passing\", \"dribbling\"]";
            case TEXT_ARRAY -> "{ball,cones}";
            case TEXT -> "some text of an ordinary length, no. " + id;
        };
    }

    private static String entry(int number) {
        return "{\"drill\": {\"id\": \"" + new UUID(5, number) + "\", \"title\": \"" + title(number)
                + "\", \"skill\": \"first touch\", \"subSkills\": [\"ground\"], \"sets\": 3, \"reps\": 10, \"duration\": 5,"
                + " \"description\": \"Keep the ball close and your head up.\", \"instructions\": [\"Set out the cones\","
                + " \"Start slowly\"], \"tips\": [], \"equipment\": [\"ball\"], \"difficulty\": \"beginner\"}, \"setsDone\": 3,"
                + " \"totalSets\": 3, \"totalReps\": 10, \"totalDuration\": 12.50, \"isCompleted\": true}";
    }

    private static String title(int number) {
        return "Drill no. " + number % DRILLS;
    }
}
