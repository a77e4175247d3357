package dev.changeover.torture.fault;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.torture.world.World;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One row in a thousand is what hardly anybody expects. What V1 and V2 can both hold arrives byte for byte, which the oracle judges. What
 * cannot pass keeps its own user back, with a reason, and nobody else; once it is mended in V1 that user arrives, too.
 */
record Poison() implements Fault {
    private static final int PLAIN_ROWS_FOR_EACH = 1_000;
    private static final String EMAIL = "poison.%d@example.com";

    /** Values of {@code completed_sessions.drills}, as SQL. */
    private static final List<String> CARRIED = List.of(
            "(repeat('[', 6000) || repeat(']', 6000))::json",
            "'[{\"title\": \"\\u0000 \\ud83d\", \"skill\": \"passing\"}]'",
            "'[{\"drill\": {\"title\": \"no such drill\"}, \"totalDuration\": 1e400, \"n\": 9007199254740993.00}]'",
            "'[{\"drill\": [1]}, 3, null, {\"title\": 7}, {\"a\": 1,  \"a\": -0}]'",
            "to_json(repeat('x', 3000000))");

    /** A second user with the first one's email but for case, and a record in capture's topic that nobody can read. */
    private static final int TWINS = CARRIED.size();

    private static final int GARBLED = TWINS + 1;
    private static final int KINDS = GARBLED + 1;

    @Override
    public String name() {
        return "poison";
    }

    @Override
    public String description() {
        return "0.1 % of the rows are poison: odd JSON, an email but for case, a record that cannot be read";
    }

    @Override
    public void strike(Arena arena) throws InterruptedException, SQLException {
        World world = arena.world();
        Statements.run(
                world.v1(),
                "INSERT INTO users (first_name, email) SELECT 'Poison', 'poison.' || n || '@example.com'"
                        + " FROM generate_series(0, " + (KINDS - 1) + ") AS n",
                "INSERT INTO saved_filters (user_id, name) SELECT id, 'poison' FROM users WHERE email = "
                        + email(GARBLED));
        try (Statements.Open rows = Statements.Open.of(world.v1(), rows())) {
            arena.strike("commit of " + KINDS * PLAIN_ROWS_FOR_EACH + " rows, one in 1,000 is poison", rows::commit);
        }
        arena.requireRecovery();
        try (GarbledRecord record = garbled(world)) {
            arena.strike("a record that nobody can read", record::write);
        }
        arena.requireRecovery();
        requireQuarantined(arena);
        arena.strike("the poison is mended in V1", () -> mend(world.v1()));
        arena.requireRecovery();
        if (!arena.awaitThat(() -> quarantined(world.v2(), "true") == 0)) {
            arena.problem("users are still in quarantine after their rows were mended in V1");
        }
    }

    private static List<String> rows() {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < CARRIED.size(); i++) {
            statements.add("INSERT INTO completed_sessions (user_id, date, drills) SELECT id, localtimestamp, "
                    + CARRIED.get(i) + " FROM users WHERE email = " + email(i));
        }
        statements.add("INSERT INTO users (first_name, email) SELECT 'Twin', upper(" + email(TWINS) + ")");
        statements.add("INSERT INTO saved_filters (user_id, name) SELECT u.id, 'beside poison'"
                + ManyRows.from(KINDS * PLAIN_ROWS_FOR_EACH));
        return statements;
    }

    private static GarbledRecord garbled(World world) {
        long row = Statements.number(
                world.v1(),
                "SELECT f.id FROM saved_filters f JOIN users u ON u.id = f.user_id WHERE f.name = 'poison' AND u.email = "
                        + email(GARBLED));
        return GarbledRecord.of(world.broker().bootstrapServers(), "saved_filters", row);
    }

    /** These, for their reasons, with a word of explanation; and nobody else. */
    private static void requireQuarantined(Arena arena) throws InterruptedException {
        World world = arena.world();
        String twins = reasonOf(world.v1(), TWINS, QuarantineReason.DUPLICATE_EMAIL);
        String garbled = reasonOf(world.v1(), GARBLED, QuarantineReason.UNREADABLE);
        if (!arena.awaitThat(() -> quarantined(world.v2(), twins) == 2 && quarantined(world.v2(), garbled) == 1)) {
            arena.problem("of 3 users that cannot pass, " + quarantined(world.v2(), twins) + " and "
                    + quarantined(world.v2(), garbled) + " are in quarantine for their reasons");
        }
        long others = quarantined(world.v2(), "NOT (" + twins + ") AND NOT (" + garbled + ")");
        if (others > 0) {
            arena.problem(others + " users are in quarantine whose rows are sound");
        }
    }

    private static String reasonOf(DatabaseAddress v1, int kind, QuarantineReason reason) {
        String users = Statements.list(v1, "SELECT id FROM users WHERE lower(email) = " + email(kind));
        return "reason = '" + reason.code() + "' AND detail <> '' AND v1_user_id IN (" + users + ")";
    }

    private static long quarantined(DatabaseAddress v2, String which) {
        return Statements.number(
                v2, "SELECT count(*) FROM changeover.quarantine WHERE kind = 'user' AND (" + which + ")");
    }

    private static void mend(DatabaseAddress v1) {
        Statements.run(
                v1,
                "UPDATE users SET email = 'poison.twin@example.com' WHERE email = upper(" + email(TWINS) + ")",
                "UPDATE saved_filters SET saved_time = 'mended' WHERE name = 'poison'");
    }

    private static String email(int kind) {
        return "'" + EMAIL.formatted(kind) + "'";
    }

    @Override
    public void withdraw(World world) {
        String poisoned = " IN (SELECT id FROM users WHERE lower(email) LIKE 'poison.%')";
        Statements.run(
                world.v1(),
                "DELETE FROM saved_filters WHERE name IN ('poison', 'beside poison')",
                "DELETE FROM completed_sessions WHERE user_id" + poisoned,
                "DELETE FROM users WHERE lower(email) LIKE 'poison.%'");
    }
}
