package dev.changeover.app.command;

import dev.changeover.transform.preview.UserDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** What a replay would change, gathered user by user: counts of all, and the first of them one by one. Confined to one thread. */
final class ReplayDifference {
    private static final int MOST_SHOWN = 20;
    private static final int MOST_LISTED = 1_000;

    private final List<UserDifference> listed = new ArrayList<>();
    private final Map<String, UserDifference.Rows> tables = new TreeMap<>();
    private long users;
    private long refused;
    private long released;
    private long heldBack;

    void add(UserDifference user) {
        if (!user.isVisible()) {
            return;
        }
        users++;
        refused += user.says() == UserDifference.Says.REFUSED ? 1 : 0;
        released += user.released();
        heldBack += user.heldBack();
        user.tables().forEach((table, rows) -> tables.merge(table, rows, UserDifference.Rows::and));
        if (listed.size() < MOST_LISTED) {
            listed.add(user);
        }
    }

    /** The users that are listed, by V1 id. */
    List<Long> listed() {
        return listed.stream().map(UserDifference::v1UserId).toList();
    }

    /**
     * As JSON.
     *
     * @param names hashes of identities by V1 user
     */
    Map<String, Object> json(long lookedAt, Map<Long, String> names) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("preview", true);
        answer.put("users_looked_at", lookedAt);
        answer.put("users_changed", users);
        answer.put("users_refused", refused);
        answer.put("rows_inserted", sum(UserDifference.Rows::inserted));
        answer.put("rows_changed", sum(UserDifference.Rows::changed));
        answer.put("rows_deleted", sum(UserDifference.Rows::deleted));
        answer.put("rows_released", released);
        answer.put("rows_held_back", heldBack);
        answer.put("tables", json(tables));
        answer.put("users_listed", listed.size());
        answer.put("users", listed.stream().map(user -> json(user, names)).toList());
        return answer;
    }

    private static Map<String, Object> json(UserDifference user, Map<Long, String> names) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("v1_user_id", user.v1UserId());
        entry.put("identity_hash", names.get(user.v1UserId()));
        entry.put("says", user.says().name().toLowerCase(Locale.ROOT));
        entry.put("tables", json(user.tables()));
        entry.put("rows_released", user.released());
        entry.put("rows_held_back", user.heldBack());
        return entry;
    }

    private static Map<String, Object> json(Map<String, UserDifference.Rows> tables) {
        Map<String, Object> answer = new LinkedHashMap<>();
        tables.forEach((table, rows) -> answer.put(
                table, Map.of("inserted", rows.inserted(), "changed", rows.changed(), "deleted", rows.deleted())));
        return answer;
    }

    /**
     * To read.
     *
     * @param names hashes of identities by V1 user
     */
    List<String> lines(long lookedAt, Map<Long, String> names) {
        List<String> lines = new ArrayList<>();
        lines.add(users + " of " + lookedAt + " users would change; " + refused + " of them would go to quarantine");
        lines.add(released + " rows that are held back would be released, " + heldBack + " others held back");
        tables.forEach((table, rows) -> lines.add("  " + table + ": " + words(rows)));
        listed.stream()
                .limit(MOST_SHOWN)
                .forEach(user -> lines.add("V1 user " + user.v1UserId()
                        + (names.containsKey(user.v1UserId()) ? " (" + names.get(user.v1UserId()) + ")" : "") + ": "
                        + (user.says() == UserDifference.Says.REFUSED ? "goes to quarantine" : words(sum(user)))));
        if (users > MOST_SHOWN) {
            lines.add("and " + (users - MOST_SHOWN) + " more; --json lists up to " + MOST_LISTED);
        }
        return lines;
    }

    private long sum(ToIntFunction<UserDifference.Rows> count) {
        return tables.values().stream().mapToLong(count::applyAsInt).sum();
    }

    private static UserDifference.Rows sum(UserDifference user) {
        return user.tables().values().stream().reduce(new UserDifference.Rows(0, 0, 0), UserDifference.Rows::and);
    }

    private static String words(UserDifference.Rows rows) {
        return rows.inserted() + " rows inserted, " + rows.changed() + " changed, " + rows.deleted() + " deleted";
    }
}
