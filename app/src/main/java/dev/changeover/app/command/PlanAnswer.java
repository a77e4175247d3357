package dev.changeover.app.command;

import dev.changeover.app.terminal.Table;
import dev.changeover.cutover.assessment.Fate;
import dev.changeover.cutover.assessment.Plan;
import dev.changeover.cutover.assessment.PlannedUser;
import dev.changeover.cutover.assessment.PlannedUser.Doubt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plan as {@code plan} and {@code migrate --dry-run} answer it.
 *
 * @param mostListed users that are listed one by one; all are counted
 */
record PlanAnswer(Plan plan, int mostListed) {
    private static final Set<Fate> CONFLICTS = Set.of(Fate.DUPLICATE, Fate.TAKEN, Fate.REFERENCED);
    private static final Set<Fate> SKIPS = Set.of(Fate.SKIPPED, Fate.UNDONE);
    private static final String LINE = "  %10s  %-16s  %10s  %8s  %8s  %8s  %-8s  %s";

    Map<String, Object> json() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("replace", plan.count(Set.of(Fate.REPLACE)));
        answer.put("create", plan.count(Set.of(Fate.CREATE)));
        answer.put("migrated", plan.count(Set.of(Fate.MIGRATED)));
        answer.put("skip", plan.count(SKIPS));
        answer.put("conflict", plan.count(CONFLICTS));
        answer.put("rows_inserted", plan.sum(PlannedUser::rowsInserted));
        answer.put("rows_changed", plan.sum(PlannedUser::rowsChanged));
        answer.put("rows_deleted", plan.sum(PlannedUser::rowsDeleted));
        answer.put("doubts", doubts());
        answer.put("users_listed", Math.min(mostListed, plan.users().size()));
        answer.put(
                "users",
                plan.users().stream().limit(mostListed).map(PlanAnswer::json).toList());
        return answer;
    }

    private static Map<String, Object> json(PlannedUser user) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("v1_user_id", user.v1UserId());
        entry.put("identity_hash", user.identityHash());
        entry.put("action", user.fate().action());
        entry.put("reason", user.fate().reason());
        entry.put("target_user_id", user.targetUserId());
        entry.put("rows_inserted", user.rowsInserted());
        entry.put("rows_changed", user.rowsChanged());
        entry.put("rows_deleted", user.rowsDeleted());
        entry.put("doubts", codes(user));
        return entry;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(new Table()
                .row("users to replace", plan.count(Set.of(Fate.REPLACE)))
                .row("users to create", plan.count(Set.of(Fate.CREATE)))
                .row("migrated already", plan.count(Set.of(Fate.MIGRATED)))
                .row("skipped: no email", plan.count(Set.of(Fate.SKIPPED)))
                .row("skipped: undone", plan.count(Set.of(Fate.UNDONE)))
                .row("conflict: email of another V1 user", plan.count(Set.of(Fate.DUPLICATE)))
                .row("conflict: email taken in the target", plan.count(Set.of(Fate.TAKEN)))
                .row("conflict: rows of V2 hang on it", plan.count(Set.of(Fate.REFERENCED)))
                .row("rows inserted", plan.sum(PlannedUser::rowsInserted))
                .row("rows changed", plan.sum(PlannedUser::rowsChanged))
                .row("rows deleted", plan.sum(PlannedUser::rowsDeleted))
                .lines());
        doubts().forEach((code, users) -> lines.add("  look before: " + users + " stale users, " + code));
        lines.add("");
        lines.add(LINE.formatted("V1 id", "identity", "target id", "inserted", "changed", "deleted", "action", "note"));
        plan.users().stream().limit(mostListed).map(PlanAnswer::line).forEach(lines::add);
        if (plan.users().size() > mostListed) {
            lines.add("  … " + (plan.users().size() - mostListed) + " more: --limit, --user or --json lists others");
        }
        return lines;
    }

    private static String line(PlannedUser user) {
        List<String> notes = new ArrayList<>(codes(user));
        if (!user.fate().reason().isEmpty()) {
            notes.add(0, user.fate().reason());
        }
        return LINE.formatted(
                        user.v1UserId(),
                        user.identityHash() == null ? "" : user.identityHash(),
                        user.targetUserId() == null ? "" : user.targetUserId(),
                        user.rowsInserted(),
                        user.rowsChanged(),
                        user.rowsDeleted(),
                        user.fate().action(),
                        String.join(", ", notes))
                .stripTrailing();
    }

    private Map<String, Long> doubts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Doubt doubt : Doubt.values()) {
            long users = plan.users().stream()
                    .filter(user -> user.doubts().contains(doubt))
                    .count();
            if (users > 0) {
                counts.put(doubt.code(), users);
            }
        }
        return counts;
    }

    private static List<String> codes(PlannedUser user) {
        return user.doubts().stream().map(Doubt::code).sorted().toList();
    }
}
