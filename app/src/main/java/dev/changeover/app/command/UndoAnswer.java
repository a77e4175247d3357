package dev.changeover.app.command;

import dev.changeover.sink.undo.LaterRow;
import dev.changeover.sink.undo.UndoPlan;
import dev.changeover.sink.undo.UndoResult;
import dev.changeover.sink.undo.UndoUser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an undo would do and did, for people and for scripts: tables, ids and counts, never a value of a row. */
final class UndoAnswer {
    private static final int MOST_SHOWN = 20;
    private static final int MOST_LISTED = 1_000;

    private UndoAnswer() {}

    /** What is said before anybody is asked. */
    static List<String> consequences(UndoPlan plan, boolean acceptLoss, boolean all) {
        List<String> lines = new ArrayList<>();
        long created = plan.users().stream()
                .filter(user -> user.restoredUserId() == null)
                .count();
        lines.add(plan.users().size() + " users are put back to what they were: "
                + (plan.users().size() - created) + " as the users they replaced, " + created + " are removed again");
        show(plan, LaterRow.Fate.GOES, "rows were written for them in V2 since, and go with them", lines);
        show(plan, LaterRow.Fate.CHANGED, "migrated rows were changed in V2 since, and go as they are now", lines);
        show(plan, LaterRow.Fate.HANDED_OVER, "rows of V2's own came later, and go to the users that come back", lines);
        show(
                plan,
                LaterRow.Fate.OWNERLESS,
                acceptLoss
                        ? "rows of V2's own have nobody to go to, and go"
                        : "rows of V2's own have nobody to go to: their users stay; --accept-loss lets them go",
                lines);
        plan.users().stream()
                .filter(user -> user.obstacle() != null)
                .limit(MOST_SHOWN)
                .forEach(user -> lines.add("V1 user " + user.v1UserId() + " stays: " + user.obstacle()));
        if (all) {
            lines.add("Sinks that run now stop. Users that were not migrated yet are migrated when one starts again.");
        }
        lines.add("None of them is migrated again until replay --user says so.");
        return lines;
    }

    private static void show(UndoPlan plan, LaterRow.Fate fate, String meaning, List<String> lines) {
        long rows = plan.rows(fate);
        if (rows == 0) {
            return;
        }
        lines.add(rows + " " + meaning + ":");
        plan.users().stream()
                .flatMap(user -> user.later().stream())
                .filter(row -> row.fate() == fate)
                .limit(MOST_SHOWN)
                .forEach(row -> lines.add("  " + row.table() + (row.id() == null ? "" : " " + row.id())));
        if (rows > MOST_SHOWN) {
            lines.add("  and " + (rows - MOST_SHOWN) + " more; --preview --json lists up to " + MOST_LISTED);
        }
    }

    /** @param result null for a preview */
    static Map<String, Object> json(UndoPlan plan, @Nullable UndoResult result) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("preview", result == null);
        answer.put("users", plan.users().size());
        answer.put("already_undone", plan.alreadyUndone());
        if (result != null) {
            answer.put("undone", result.restored() + result.removed());
            answer.put("restored", result.restored());
            answer.put("removed", result.removed());
            answer.put("rows_removed", result.rowsRemoved());
            answer.put("rows_restored", result.rowsRestored());
        }
        answer.put("refused", result == null ? obstacles(plan) : refused(result.refused()));
        for (LaterRow.Fate fate : LaterRow.Fate.values()) {
            answer.put("rows_" + word(fate), plan.rows(fate));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (UndoUser user : plan.users()) {
            for (LaterRow row : user.later()) {
                if (rows.size() < MOST_LISTED) {
                    rows.add(row(user, row));
                }
            }
        }
        answer.put("later_rows", rows);
        return answer;
    }

    private static Map<String, Object> row(UndoUser user, LaterRow row) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("v1_user_id", user.v1UserId());
        entry.put("table", row.table());
        if (row.id() != null) {
            entry.put("id", row.id());
        }
        entry.put("fate", word(row.fate()));
        return entry;
    }

    private static String word(LaterRow.Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }

    private static List<Map<String, Object>> obstacles(UndoPlan plan) {
        Map<Long, String> refused = new TreeMap<>();
        plan.users().stream()
                .filter(user -> user.obstacle() != null)
                .forEach(user -> refused.put(user.v1UserId(), Objects.requireNonNull(user.obstacle())));
        return refused(refused);
    }

    private static List<Map<String, Object>> refused(Map<Long, String> refused) {
        return new TreeMap<>(refused)
                .entrySet().stream()
                        .map(each -> Map.<String, Object>of("v1_user_id", each.getKey(), "reason", each.getValue()))
                        .toList();
    }

    static List<String> lines(UndoPlan plan, UndoResult result) {
        List<String> lines = new ArrayList<>();
        lines.add("users put back      " + (result.restored() + result.removed()));
        lines.add("  as they were      " + result.restored());
        lines.add("  removed again     " + result.removed());
        lines.add("undone before       " + plan.alreadyUndone());
        lines.add("rows removed        " + result.rowsRemoved());
        lines.add("rows restored       " + result.rowsRestored());
        lines.add("users that stay     " + result.refused().size());
        new TreeMap<>(result.refused())
                .entrySet().stream()
                        .limit(MOST_SHOWN)
                        .forEach(each -> lines.add("  V1 user " + each.getKey() + ": " + each.getValue()));
        return lines;
    }
}
