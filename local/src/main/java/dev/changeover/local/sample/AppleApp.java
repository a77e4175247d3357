package dev.changeover.local.sample;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/** The first version of the app, which writes to V1. */
final class AppleApp implements Application {
    private static final String OWN_ITEM =
            "(SELECT max(i.id) FROM drill_group_items i JOIN drill_groups g ON g.id = i.drill_group_id WHERE g.user_id = ?)";
    private static final List<String> CHILDREN_FIRST = List.of(
            "DELETE FROM ordered_session_drills WHERE session_id IN (SELECT id FROM training_sessions WHERE user_id = ?)",
            "DELETE FROM drill_group_items WHERE drill_group_id IN (SELECT id FROM drill_groups WHERE user_id = ?)",
            "DELETE FROM training_sessions WHERE user_id = ?",
            "DELETE FROM drill_groups WHERE user_id = ?",
            "DELETE FROM completed_sessions WHERE user_id = ?",
            "DELETE FROM session_preferences WHERE user_id = ?",
            "DELETE FROM progress_history WHERE user_id = ?",
            "DELETE FROM saved_filters WHERE user_id = ?",
            "DELETE FROM refresh_tokens WHERE user_id = ?",
            "DELETE FROM password_reset_codes WHERE user_id = ?",
            "DELETE FROM users WHERE id = ?");

    private final boolean changesIdentities;
    private final List<SampleDrill> drills = new SampleCatalogue().ofV1();
    private final Members members = new Members();

    AppleApp(boolean changesIdentities) {
        this.changesIdentities = changesIdentities;
    }

    @Override
    public void open(Connection connection) throws SQLException {
        members.find(connection, "SELECT id FROM users ORDER BY id");
    }

    @Override
    public void act(WorkloadTransaction transaction, Random random) throws SQLException {
        members.forgetPending();
        int chance = members.isEmpty() ? 96 : random.nextInt(100);
        if (chance < 35) {
            finishSession(transaction, random, members.any(random));
        } else if (chance < 45) {
            addGroup(transaction, random, members.any(random));
        } else if (chance < 58) {
            moveOrRemoveItem(transaction, random, members.any(random));
        } else if (chance < 72) {
            train(transaction, random, members.any(random));
        } else if (chance < 82) {
            rotateToken(transaction, members.any(random));
        } else if (chance < 95) {
            editProfile(transaction, random, members.any(random));
        } else if (chance < 98) {
            signUp(transaction);
        } else {
            moveAwayOrLeave(transaction, random);
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

    private void finishSession(WorkloadTransaction transaction, Random random, long user) throws SQLException {
        SessionDrills done = SessionDrills.random(random, drills, drills.subList(0, 20));
        transaction.insert(
                "completed_sessions",
                "user_id, date, total_completed_drills, total_drills, drills) VALUES (?, localtimestamp, ?, ?, ?::json",
                user,
                random.nextInt(done.size() + 1),
                done.size(),
                done.in(World.V1));
        transaction.write(
                "progress_history",
                "UPDATE progress_history SET current_streak = coalesce(current_streak, 0) + 1, updated_at ="
                        + " localtimestamp, completed_sessions_count = coalesce(completed_sessions_count, 0) + 1"
                        + " WHERE user_id = ?",
                user);
    }

    private void addGroup(WorkloadTransaction transaction, Random random, long user) throws SQLException {
        long group = transaction.insert(
                "drill_groups",
                "user_id, name, description, is_liked_group) VALUES (?, ?, '', false",
                user,
                "Group " + random.nextInt(9));
        for (int position = 0; position < 1 + random.nextInt(4); position++) {
            transaction.insert(
                    "drill_group_items",
                    "drill_group_id, drill_id, position) VALUES (?, ?, ?",
                    group,
                    drills.get(random.nextInt(drills.size())).v1Id(),
                    position);
        }
    }

    private static void moveOrRemoveItem(WorkloadTransaction transaction, Random random, long user)
            throws SQLException {
        if (random.nextInt(3) == 0) {
            transaction.write("drill_group_items", "DELETE FROM drill_group_items WHERE id = " + OWN_ITEM, user);
        } else {
            String group = random.nextBoolean() ? "min" : "max";
            transaction.write(
                    "drill_group_items",
                    "UPDATE drill_group_items SET drill_group_id = (SELECT " + group
                            + "(id) FROM drill_groups WHERE user_id = ?), position = position + 1 WHERE id = "
                            + OWN_ITEM,
                    user,
                    user);
        }
    }

    private void train(WorkloadTransaction transaction, Random random, long user) throws SQLException {
        if (random.nextInt(3) == 0) {
            transaction.write(
                    "ordered_session_drills",
                    "UPDATE ordered_session_drills SET sets_done = coalesce(sets_done, 0) + 1, is_completed = true"
                            + " WHERE session_id = (SELECT max(id) FROM training_sessions WHERE user_id = ?)",
                    user);
            return;
        }
        long training = transaction.insert(
                "training_sessions", "user_id, total_duration, focus_areas) VALUES (?, 30, '[\"passing\"]'", user);
        for (int position = 0; position < 2 + random.nextInt(3); position++) {
            transaction.insert(
                    "ordered_session_drills",
                    "session_id, drill_id, position, sets, reps) VALUES (?, ?, ?, 3, 10",
                    training,
                    drills.get(random.nextInt(20)).v1Id(),
                    position);
        }
    }

    private static void rotateToken(WorkloadTransaction transaction, long user) throws SQLException {
        transaction.write("refresh_tokens", "DELETE FROM refresh_tokens WHERE user_id = ?", user);
        transaction.insert(
                "refresh_tokens",
                "user_id, token, expires_at, created_at) VALUES (?, gen_random_uuid()::text, localtimestamp + interval"
                        + " '30 days', localtimestamp",
                user);
    }

    private static void editProfile(WorkloadTransaction transaction, Random random, long user) throws SQLException {
        transaction.write(
                "users",
                "UPDATE users SET primary_goal = ?, biggest_challenge = ?::json, last_name = nullif(?, '') WHERE id = ?",
                "goal_" + random.nextInt(50),
                "[\"time\",  " + random.nextInt(9) + ".50]",
                random.nextInt(5) == 0 ? "" : "Live",
                user);
    }

    private void signUp(WorkloadTransaction transaction) throws SQLException {
        long id = transaction.nextId("users");
        transaction.insert(
                "users",
                "id, first_name, email, hashed_password, strengths) VALUES (?, 'New', ?, '$2b$12$live', '[]'",
                id,
                "live." + id + "@example.com");
        transaction.insert(
                "session_preferences", "user_id, duration, available_equipment) VALUES (?, 30, '{ball}'", id);
        transaction.insert("progress_history", "user_id, current_streak) VALUES (?, 0", id);
        members.joins(id);
    }

    private void moveAwayOrLeave(WorkloadTransaction transaction, Random random) throws SQLException {
        Long user = members.newcomer(random, changesIdentities);
        if (user == null) {
            signUp(transaction);
        } else if (random.nextBoolean()) {
            transaction.write(
                    "users",
                    "UPDATE users SET email = 'moved.' || gen_random_uuid() || '@example.com' WHERE id = ?",
                    user);
        } else {
            for (String delete : CHILDREN_FIRST) {
                transaction.write(delete.split(" ", 4)[2], delete, user);
            }
            members.leaves(user);
        }
    }
}
