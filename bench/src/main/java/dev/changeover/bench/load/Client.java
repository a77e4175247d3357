package dev.changeover.bench.load;

import dev.changeover.bench.world.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One connection of V1's application. Every transaction is one user's, finds its rows by an index, and is committed with a flush. Of a
 * hundred, 40 finish a session, 15 make a group of drills, 15 plan a training, 10 sign in, and 20 edit the profile and leave a mark. Confined
 * to one thread.
 */
final class Client implements AutoCloseable {
    private static final int MARKED = 80;

    private final Sql v1;
    private final Members members;
    private final List<Long> marked;
    private final Random random;
    private final AtomicLong numbers;
    private final Consumer<Mark> marks;
    private int turn;

    /**
     * Does nothing yet.
     *
     * @param marked users whose profile only this client edits, so that their numbers grow
     */
    Client(Sql v1, Members members, List<Long> marked, Random random, AtomicLong numbers, Consumer<Mark> marks)
            throws SQLException {
        this.v1 = v1;
        this.members = members;
        this.marked = List.copyOf(marked);
        this.random = random;
        this.numbers = numbers;
        this.marks = marks;
        v1.connection().setAutoCommit(false);
    }

    /** Commits one transaction. */
    void act() throws SQLException {
        int chance = random.nextInt(100);
        if (chance >= MARKED) {
            editProfile();
            return;
        }
        long user = any(members.users());
        if (chance < 40) {
            finishSession(user);
        } else if (chance < 55) {
            makeGroup(user);
        } else if (chance < 70) {
            planTraining(user);
        } else {
            signIn(user);
        }
        v1.connection().commit();
    }

    private void editProfile() throws SQLException {
        long user = marked.get(turn++ % marked.size());
        long number = numbers.incrementAndGet();
        v1.execute("UPDATE users SET primary_goal = ? WHERE id = ?", Mark.text(number), user);
        v1.connection().commit();
        marks.accept(new Mark(user, number, System.nanoTime()));
    }

    private void finishSession(long user) throws SQLException {
        v1.execute(
                "INSERT INTO completed_sessions (user_id, date, total_completed_drills, total_drills, drills)"
                        + " SELECT ?, localtimestamp, total_completed_drills, total_drills, drills"
                        + " FROM completed_sessions WHERE id = ?",
                user,
                any(members.sessions()));
        v1.execute(
                "UPDATE progress_history SET current_streak = coalesce(current_streak, 0) + 1, updated_at = localtimestamp,"
                        + " completed_sessions_count = coalesce(completed_sessions_count, 0) + 1 WHERE user_id = ?",
                user);
    }

    private void makeGroup(long user) throws SQLException {
        v1.execute(
                "WITH made AS (INSERT INTO drill_groups (user_id, name, description, is_liked_group) VALUES (?, 'Mine', '',"
                        + " false) RETURNING id) INSERT INTO drill_group_items (drill_group_id, drill_id, position)"
                        + " SELECT made.id, drill, 0 FROM made, (VALUES (?::int), (?::int)) AS chosen (drill)",
                user,
                any(members.drills()),
                any(members.drills()));
    }

    private void planTraining(long user) throws SQLException {
        v1.execute(
                "WITH made AS (INSERT INTO training_sessions (user_id, total_duration, focus_areas) VALUES (?, 30,"
                        + " '[\"passing\"]') RETURNING id) INSERT INTO ordered_session_drills (session_id, drill_id, position,"
                        + " sets, reps) SELECT made.id, drill, 0, 3, 10 FROM made, (VALUES (?::int), (?::int), (?::int)) AS"
                        + " chosen (drill)",
                user,
                any(members.drills()),
                any(members.drills()),
                any(members.drills()));
    }

    private void signIn(long user) throws SQLException {
        v1.execute(
                "INSERT INTO refresh_tokens (user_id, token, expires_at, created_at) VALUES (?, gen_random_uuid()::text,"
                        + " localtimestamp + interval '30 days', localtimestamp)",
                user);
    }

    private long any(List<Long> ids) {
        return ids.get(random.nextInt(ids.size()));
    }

    @Override
    public void close() throws SQLException {
        v1.close();
    }
}
