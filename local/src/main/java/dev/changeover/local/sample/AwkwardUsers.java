package dev.changeover.local.sample;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first users of V1, who hold what real databases hold: emails that are patterns, JSON of every shape, empty against
 * NULL, values at the edge of their types. All of them can be migrated.
 */
final class AwkwardUsers {
    static final int COUNT = 24;
    private static final LocalDateTime WRITTEN = LocalDateTime.parse("2025-03-09T02:30:00.000001");

    /** By number; an empty one keeps the invented address. Android users have {@code andX0@} and {@code pat@}. */
    private static final List<String> EMAILS = List.of(
            "Ana.Silva@Example.ORG",
            "and_0@example.org",
            "100%@example.org",
            "kick+off+tag@example.org",
            "jürgen.müller@example.org",
            " pat@example.org",
            "İpek.Yıldız@example.org",
            "back\\slash@example.org",
            "o'brien@example.org",
            "⚽.fan@example.org",
            "\"quoted name\"@example.org",
            "li@例え.example",
            "_@example.org",
            "%@example.org");

    private static final List<String> SESSION_JSON = List.of(
            "null",
            "[]",
            "{}",
            "\"L-drags\"",
            "17",
            "[1, \"two\", null, true, [], {}]",
            "[{\"drill\": 7}, {\"drill\": null, \"totalDuration\": 4}, {\"drill\": [\"L-drags\"]}]",
            "[{\"drill\": \"L-drags\", \"title\": \"L-drags\", \"totalDuration\": 9}]",
            "[{\"title\": 5, \"name\": \"L-drags\", \"id\": 8}]",
            "[{\"title\":\"x\",\"id\":1,\"title\":\"L-drags\",\"id\":\"2\",\"totalDuration\":1.50,\"totalDuration\":1E2}]",
            " [ \n\t{ \"drill\" :\r\n { \"title\" : \"L-drags\" , \"id\" : 4 , \"more\":{\"id\":\"kept\"} } } ]  ",
            "[{\"id\": 1, \"title\": \"L-drags\", \"note\": \"a\\u0000b\", \"totalDuration\": 3}]",
            "[{\"id\": 1, \"title\": \"zero \\u0000 title\"}, {\"title\": \"zero \\u0000 title\"}]",
            "[{\"title\": \"\\ud83d\\ude00 smile\"}, {\"title\": \"😀 smile\"}]",
            "[{\"title\": \"half \\ud83d\", \"totalDuration\": 2}]",
            "[{\"id\": 3, \"title\": \"\\u004c-drags\", \"skill\": \"First Touch\", \"difficulty\": \" Beginner \"}]",
            "[{\"title\": \"L-drags\", \"totalDuration\": -5}, {\"title\": \"l-DRAGS \", \"totalDuration\": -0}]",
            "[{\"title\": \"L-drags\", \"totalDuration\": 1e400}, {\"title\": \"L-drags\", \"totalDuration\": \"18\"}]",
            "[{\"title\": \"L-drags\", \"totalDuration\": true}, {\"title\": \"\", \"totalDuration\": 0.25}]",
            "[{\"uuid\": \"00000000-0000-0000-0000-000000000000\", \"id\": null, \"title\": \"Two-gate relay\"}]",
            "[{\"title\": \"CAFE\u0301 CON LECHE TURN\"}, {\"title\": \"Two-gate\u00a0 relay\"}, {\"title\": \"Not a drill\"}]",
            "[{\"title\": \"quote \\\" slash \\/ back \\\\ tab \\t\", \"skill\": 4, \"difficulty\": null}]",
            "[{\"title\": \"L-drags\", \"deep\": " + "[".repeat(200) + "]".repeat(200) + "}]",
            "[{\"drill\": {\"drill\": {\"title\": \"L-drags\", \"id\": 1}}, \"totalDuration\": 2147483648}]");

    private static final List<String> PROFILE_JSON = List.of(
            "null",
            "  [ \"consistency\" ,\"time\" ]  ",
            "{\"a\":1.50,\"a\":1E2,\"b\":-0}",
            "[]",
            "\"\\u0000\"",
            "\"⚽️\"");

    private final SampleCatalogue catalogue;

    AwkwardUsers(SampleCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The user with its awkward sides, if it is one of those; else as it is. */
    SampleUser madeAwkward(SampleUser user) {
        int number = user.number();
        if (number >= COUNT) {
            return user;
        }
        List<@Nullable Object> profile = new ArrayList<>(user.profile());
        if (number < EMAILS.size()) {
            profile.set(SampleUser.EMAIL, EMAILS.get(number));
        }
        profile.set(0, number % 3 == 0 ? "" : "Zoë \"Ж\" \\N 👩‍👧‍👦");
        profile.set(1, number % 3 == 1 ? null : " ");
        profile.set(SampleUser.BIGGEST_CHALLENGE, PROFILE_JSON.get(number % PROFILE_JSON.size()));
        SampleUser renamed = new SampleUser(number, profile, withoutProgress(user.rows()));
        return renamed.withMore(rows(number));
    }

    private List<SampleRow> rows(int number) {
        List<SampleRow> rows = new ArrayList<>();
        rows.add(session(number, null));
        rows.add(session(number, SESSION_JSON.get(number)));
        rows.add(session(number, SESSION_JSON.get((number * 7 + 3) % SESSION_JSON.size())));
        rows.add(progress(number));
        rows.add(preferences(number));
        rows.add(groups(number));
        rows.add(training(number));
        return rows;
    }

    private static List<SampleRow> withoutProgress(List<SampleRow> rows) {
        return rows.stream()
                .filter(row -> row.table() != SampleTable.PROGRESS_HISTORY)
                .toList();
    }

    private static SampleRow session(int number, @Nullable String drills) {
        Object date = number % 4 == 0 ? "infinity" : number % 4 == 1 ? "-infinity" : WRITTEN.plusNanos(1000L * number);
        return SampleRow.of(
                SampleTable.COMPLETED_SESSIONS, WRITTEN, date, number % 2 == 0 ? null : -1, 2147483647, drills);
    }

    private static SampleRow progress(int number) {
        return SampleRow.of(
                SampleTable.PROGRESS_HISTORY,
                WRITTEN,
                number % 2 == 0 ? null : 3,
                number % 3 == 0 ? null : 9,
                number % 5 == 0 ? null : 999,
                number % 4 == 0 ? null : "1999-12-31 23:59:59.999999");
    }

    private static SampleRow preferences(int number) {
        String equipment =
                number % 2 == 0 ? "{}" : "{\"ball, size 5\",\"say \\\"hi\\\"\",\"back\\\\slash\",NULL,\"NULL\",\"\"}";
        String skills = number % 2 == 0 ? "{\"b\": 1.50, \"a\": [1E2, null]}" : "null";
        return SampleRow.of(
                SampleTable.SESSION_PREFERENCES,
                WRITTEN,
                null,
                equipment,
                "",
                null,
                "",
                skills,
                "infinity",
                "-infinity");
    }

    private SampleRow groups(int number) {
        SampleRow group = SampleRow.of(SampleTable.DRILL_GROUPS, WRITTEN, number % 2 == 0 ? null : "", null, null);
        return group.with(List.of(
                SampleRow.of(SampleTable.DRILL_GROUP_ITEMS, WRITTEN, null, null, null),
                SampleRow.of(SampleTable.DRILL_GROUP_ITEMS, WRITTEN, withoutCounterpart(number), 0, WRITTEN)));
    }

    private SampleRow training(int number) {
        SampleRow training = SampleRow.of(SampleTable.TRAINING_SESSIONS, WRITTEN, null, "[ ]", "infinity");
        SampleDrill drill = catalogue.ofV1().get(number);
        SampleRow done = SampleRow.of(SampleTable.ORDERED_SESSION_DRILLS, WRITTEN, drill, 0, null, 1, 2, 3, 4, null);
        if (number % 8 != 0) {
            return training.with(List.of(done));
        }
        return training.with(List.of(
                done,
                SampleRow.of(SampleTable.ORDERED_SESSION_DRILLS, WRITTEN, null, 1, 0, 1, 2, 3, 4, true),
                SampleRow.of(
                        SampleTable.ORDERED_SESSION_DRILLS,
                        WRITTEN,
                        withoutCounterpart(number),
                        2,
                        0,
                        1,
                        2,
                        3,
                        4,
                        true)));
    }

    private SampleDrill withoutCounterpart(int number) {
        List<SampleDrill> lonely = catalogue.ofV1().stream()
                .filter(drill -> !drill.hasCounterpart())
                .toList();
        return lonely.get(number % lonely.size());
    }
}
