package dev.changeover.local.sample;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what only V2 has: rows of its own features, of users of every kind and of nobody. Confined to one thread. */
final class TargetOwnRows {
    private static final LocalDateTime SINCE = SampleUsers.COPY_DAY.plusDays(9);

    private final DatabaseCopy database;

    TargetOwnRows(DatabaseCopy database) {
        this.database = database;
        mentalSessions();
    }

    void writeShared() {
        TableCopy quotes =
                database.table("mental_training_quotes", "id, content, author, type, display_duration, created_at");
        for (int number = 1; number <= 20; number++) {
            quotes.add(Arrays.asList(
                    quotes.nextId(), "Breathe in, count to " + number, "The sample", "focus", 5 + number, SINCE));
        }
        auditLog(null, "anonymous");
    }

    /** @param active whether the user has used V2, and not only been copied to it */
    void write(long userId, Random random, boolean active) {
        int luck = random.nextInt(100);
        if (luck < (active ? 30 : 4)) {
            premium(userId, luck);
        }
        if (luck % 20 < (active ? 6 : 1)) {
            customDrill(userId, random);
            mentalTraining(userId, luck);
        }
        if (luck % 10 == 3) {
            emailCode(userId, random);
        }
        if (active || luck % 9 == 0) {
            auditLog(userId, "login");
        }
    }

    /** Sessions that a person who signed up on Android as well did there. */
    void writeLaterSessions(long userId) {
        TableCopy sessions = database.table(SampleTable.COMPLETED_SESSIONS);
        sessions.add(Arrays.asList(
                sessions.nextId(), userId, SINCE.plusDays(40), 1, 1, "[{\"title\":\"L-drags\"}]", "drill_training"));
    }

    private TableCopy mentalSessions() {
        return database.table("mental_training_sessions", "id, user_id, date, duration_minutes, session_type");
    }

    private void mentalTraining(long userId, int luck) {
        TableCopy mental = mentalSessions();
        long id = mental.nextId();
        mental.add(Arrays.asList(id, userId, SINCE, 5 + luck % 3, "breathing"));
        TableCopy completed = database.tableAs(
                "mental completed_sessions",
                "completed_sessions",
                "id, user_id, date, session_type, duration_minutes, mental_training_session_id");
        long completedId = database.table(SampleTable.COMPLETED_SESSIONS).nextId(); // one sequence for both
        completed.add(Arrays.asList(completedId, userId, SINCE, "mental_training", 5 + luck % 3, id));
    }

    private void premium(long userId, int luck) {
        TableCopy table = database.table(
                "premium_subscriptions",
                "id, user_id, status, plan_type, start_date, end_date, is_active, platform, receipt_data, created_at");
        table.add(Arrays.asList(
                table.nextId(),
                userId,
                luck % 5 == 0 ? "expired" : "active",
                luck % 2 == 0 ? "yearly" : "monthly",
                SINCE,
                SINCE.plusDays(365),
                luck % 5 != 0,
                "android",
                "receipt-" + userId,
                SINCE));
    }

    private void customDrill(long userId, Random random) {
        TableCopy table = database.table(
                "custom_drills",
                "id, uuid, user_id, title, description, duration, primary_skill, created_at, is_custom");
        table.add(Arrays.asList(
                table.nextId(),
                new UUID(random.nextLong(), random.nextLong()),
                userId,
                "Garden drill",
                "Around the apple tree",
                10,
                "{\"category\": \"dribbling\"}",
                SINCE,
                true));
    }

    private void emailCode(long userId, Random random) {
        TableCopy table = database.table(
                "email_verification_codes", "id, user_id, new_email, code, expires_at, created_at, is_used");
        String code = Integer.toString(100_000 + random.nextInt(900_000));
        table.add(Arrays.asList(
                table.nextId(), userId, "new." + userId + "@example.org", code, SINCE.plusHours(1), SINCE, false));
    }

    private void auditLog(@Nullable Long userId, String action) {
        TableCopy table = database.table(
                "audit_logs",
                "id, user_id, action, endpoint, method, ip_address, user_agent, status, details, created_at");
        table.add(Arrays.asList(
                table.nextId(), userId, action, "/api/" + action, "POST", "192.0.2.1", "app/2", "ok", "{}", SINCE));
    }
}
