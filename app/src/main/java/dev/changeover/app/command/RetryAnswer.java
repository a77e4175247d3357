package dev.changeover.app.command;

import dev.changeover.app.terminal.Columns;
import dev.changeover.app.terminal.Table;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.sink.quarantine.TriedUser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How users ended that were tried again. */
record RetryAnswer(List<TriedUser> users) {
    RetryAnswer {
        users = List.copyOf(users);
    }

    private List<TriedUser> refused() {
        return users.stream()
                .filter(user -> user.tried() && !user.reasons().isEmpty())
                .toList();
    }

    private List<TriedUser> notTried() {
        return users.stream().filter(user -> !user.tried()).toList();
    }

    private long settled() {
        return users.stream().filter(TriedUser::isSettled).count();
    }

    /** 0 when nothing of these users is refused any more, 3 when something is, 5 when not all could be tried. */
    int exitCode() {
        if (!notTried().isEmpty()) {
            return 5;
        }
        return refused().isEmpty() ? 0 : 3;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("users", users.size());
        json.put("settled", settled());
        json.put("refused", refused().size());
        json.put("not_tried", notTried().size());
        json.put("kept_as_v2", users.stream().mapToLong(TriedUser::decided).sum());
        json.put("details", users.stream().map(RetryAnswer::detail).toList());
        return json;
    }

    private static Map<String, Object> detail(TriedUser user) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("v1_user_id", user.v1UserId());
        detail.put("result", result(user));
        detail.put(
                "reasons",
                user.reasons().stream().map(QuarantineReason::code).sorted().toList());
        return detail;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(new Table()
                .row("users tried again", users.size() - notTried().size())
                .row("  settled", settled())
                .row("  refused again, whole or in part", refused().size())
                .row("not reached", notTried().size())
                .lines());
        List<TriedUser> open = users.stream().filter(user -> !user.isSettled()).toList();
        if (!open.isEmpty()) {
            Columns list = new Columns("V1 user", "result", "reasons");
            open.forEach(user -> list.row(
                    user.v1UserId(),
                    result(user),
                    String.join(
                            ", ",
                            user.reasons().stream()
                                    .map(QuarantineReason::code)
                                    .sorted()
                                    .toList())));
            lines.add("");
            lines.addAll(list.lines());
        }
        return lines;
    }

    private static String result(TriedUser user) {
        if (!user.tried()) {
            return "not reached";
        }
        return user.isSettled() ? "settled" : "refused";
    }
}
