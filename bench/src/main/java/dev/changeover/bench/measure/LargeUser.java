package dev.changeover.bench.measure;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.Running;
import dev.changeover.bench.world.Sql;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One more session of a user who has five thousand, while nothing else happens. */
final class LargeUser implements Measure {
    private static final int SESSIONS = 5_000;
    private static final int WARM_UP = 5;
    private static final int SAMPLES_A_ROUND = 7;
    private static final String EMAIL = "many.sessions@example.com";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofMillis(1_300);
    private static final long LOOK_NANOS = 5_000_000;

    @Override
    public String name() {
        return "large-user";
    }

    @Override
    public String description() {
        return "one more session of a user with " + SESSIONS + " on an idle system, commit to visible";
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        try (Pair pair = world.open(1);
                Sql v1 = Sql.connect(pair.v1());
                Sql v2 = Sql.connect(pair.v2())) {
            long user = createUser(v1);
            try (Running sync = world.changeover().start(pair, "sync")) {
                sync.awaitInStep(LivePipeline.PATIENCE);
                List<Double> seconds = new ArrayList<>();
                int samples = SAMPLES_A_ROUND * world.config().rounds();
                for (int i = 1; i <= WARM_UP + samples; i++) {
                    double took = addSession(v1, v2, user, SESSIONS + i);
                    sync.requireAlive();
                    if (i > WARM_UP) {
                        seconds.add(took);
                    }
                    TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
                }
                return List.of(Figure.judged(
                        "user with 5,000 sessions, one more, to visible",
                        "s",
                        Goal.atMost(1.5, 0.6),
                        new Samples(seconds)));
            }
        }
    }

    private static long createUser(Sql v1) throws SQLException {
        long user = v1.number(
                "INSERT INTO users (first_name, email, hashed_password) VALUES ('Many', ?, '$2b$12$many') RETURNING id",
                EMAIL);
        v1.execute("INSERT INTO progress_history (user_id, current_streak) VALUES (?, 0)", user);
        v1.execute(
                "WITH kept AS (SELECT row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS all_of_them, s.*"
                        + " FROM (SELECT * FROM completed_sessions WHERE user_id > 100 ORDER BY id LIMIT 500) s)"
                        + " INSERT INTO completed_sessions (user_id, date, total_completed_drills, total_drills, drills)"
                        + " SELECT ?, localtimestamp - i * interval '1 hour', total_completed_drills, total_drills, drills"
                        + " FROM generate_series(1, ?) AS i JOIN kept ON n = i % all_of_them + 1",
                user, SESSIONS);
        return user;
    }

    /** V2 counts the sessions of a user in the same transaction that brings them. */
    private static double addSession(Sql v1, Sql v2, long user, int expected) throws SQLException {
        v1.execute(
                "INSERT INTO completed_sessions (user_id, date, total_completed_drills, total_drills, drills)"
                        + " SELECT user_id, localtimestamp, total_completed_drills, total_drills, drills"
                        + " FROM completed_sessions WHERE id = (SELECT max(id) FROM completed_sessions WHERE user_id = ?)",
                user);
        long committed = System.nanoTime();
        while (sessions(v2) < expected) {
            if (System.nanoTime() - committed > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "V2 had " + sessions(v2) + " sessions after " + PATIENCE.toSeconds() + " s, not " + expected);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return (System.nanoTime() - committed) / 1e9;
    }

    private static long sessions(Sql v2) throws SQLException {
        return v2.number(
                "SELECT coalesce((SELECT completed_sessions_count FROM progress_history p JOIN users u ON u.id = p.user_id"
                        + " WHERE u.email = ?), 0)",
                EMAIL);
    }
}
