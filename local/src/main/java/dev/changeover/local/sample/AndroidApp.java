package dev.changeover.local.sample;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * The second version of the app, which writes to V2. It serves Android users only, known by the domain that the sample gives
 * to nobody else, so that it never touches a user who comes from V1, however far the migration has come.
 */
final class AndroidApp implements Application {
    private final List<SampleDrill> drills = new SampleCatalogue()
            .drills().stream().filter(SampleDrill::hasCounterpart).toList();
    private final Members members = new Members();

    @Override
    public void open(Connection connection) throws SQLException {
        members.find(
                connection, "SELECT id FROM users WHERE email LIKE '%" + SampleUsers.ANDROID_DOMAIN + "' ORDER BY id");
    }

    @Override
    public void act(WorkloadTransaction transaction, Random random) throws SQLException {
        members.forgetPending();
        int chance = members.isEmpty() ? 0 : random.nextInt(100);
        if (chance < 15) {
            signUp(transaction);
        } else if (chance < 50) {
            finishSession(transaction, random, members.any(random));
        } else if (chance < 60) {
            subscribe(transaction, members.any(random));
        } else if (chance < 75) {
            addGroup(transaction, random, members.any(random));
        } else if (chance < 85) {
            breathe(transaction, random, members.any(random));
        } else if (chance < 92) {
            transaction.write(
                    "users",
                    "UPDATE users SET primary_goal = ? WHERE id = ?",
                    "goal_" + random.nextInt(50),
                    members.any(random));
        } else {
            transaction.write(
                    "completed_sessions",
                    "DELETE FROM completed_sessions WHERE id = (SELECT min(id) FROM completed_sessions WHERE user_id = ?)",
                    members.any(random));
        }
    }

    @Override
    public void committed() {
        members.committed();
    }

    @Override
    public long signUps() {
        return members.signedUpSoFar();
    }

    private void signUp(WorkloadTransaction transaction) throws SQLException {
        long id = transaction.nextId("users");
        transaction.insert(
                "users",
                "id, first_name, email, hashed_password) VALUES (?, 'New', ?, '$argon2id$live'",
                id,
                "live." + id + SampleUsers.ANDROID_DOMAIN);
        transaction.insert(
                "progress_history", "user_id, current_streak, completed_sessions_count) VALUES (?, 0, 0", id);
        transaction.insert(
                "refresh_tokens", "user_id, token, is_revoked) VALUES (?, gen_random_uuid()::text, false", id);
        members.joins(id);
    }

    private void finishSession(WorkloadTransaction transaction, Random random, long user) throws SQLException {
        SessionDrills done = SessionDrills.random(random, drills, drills.subList(0, 20));
        transaction.insert(
                "completed_sessions",
                "user_id, date, session_type, total_drills, drills) VALUES (?, localtimestamp, 'drill_training', ?, ?::json",
                user,
                done.size(),
                done.in(World.V2));
        transaction.write(
                "progress_history",
                "UPDATE progress_history SET completed_sessions_count = coalesce(completed_sessions_count, 0) + 1,"
                        + " updated_at = localtimestamp WHERE user_id = ?",
                user);
    }

    private static void subscribe(WorkloadTransaction transaction, long user) throws SQLException {
        transaction.insert(
                "premium_subscriptions",
                "user_id, status, plan_type, is_active, platform) VALUES (?, 'active', 'monthly', true, 'android'",
                user);
    }

    private void addGroup(WorkloadTransaction transaction, Random random, long user) throws SQLException {
        long group = transaction.insert(
                "drill_groups", "user_id, name, is_liked_group) VALUES (?, ?, false", user, "Set " + random.nextInt(9));
        transaction.insert(
                "drill_group_items",
                "drill_group_id, drill_uuid, position) VALUES (?, ?, 0",
                group,
                drills.get(random.nextInt(drills.size())).uuid());
    }

    private static void breathe(WorkloadTransaction transaction, Random random, long user) throws SQLException {
        int minutes = 3 + random.nextInt(9);
        long mental = transaction.insert(
                "mental_training_sessions",
                "user_id, duration_minutes, session_type) VALUES (?, ?, 'breathing'",
                user,
                minutes);
        transaction.insert(
                "completed_sessions",
                "user_id, date, session_type, duration_minutes, mental_training_session_id) VALUES (?, localtimestamp,"
                        + " 'mental_training', ?, ?",
                user,
                minutes,
                mental);
    }
}
