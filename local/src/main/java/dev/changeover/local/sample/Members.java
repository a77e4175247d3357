package dev.changeover.local.sample;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The users that an application serves: those it found, and those who signed up since. Confined to one thread. */
final class Members {
    private final List<Long> all = new ArrayList<>();
    private final List<Long> signedUp = new ArrayList<>();
    private @Nullable Long joining;
    private @Nullable Long leaving;
    private volatile long signUps;

    void find(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                all.add(result.getLong(1));
            }
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    long any(Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /** One who signed up since, or, if {@code orAnybody}, any; null if there is none. */
    @Nullable
    Long newcomer(Random random, boolean orAnybody) {
        List<Long> from = orAnybody ? all : signedUp;
        return from.isEmpty() ? null : from.get(random.nextInt(from.size()));
    }

    void joins(long id) {
        joining = id;
    }

    void leaves(long id) {
        leaving = id;
    }

    void forgetPending() {
        joining = null;
        leaving = null;
    }

    void committed() {
        if (joining != null) {
            all.add(joining);
            signedUp.add(joining);
            signUps = signedUpSoFar() + 1;
        }
        if (leaving != null) {
            all.remove(leaving);
            signedUp.remove(leaving);
        }
        forgetPending();
    }

    /** Safe for any thread. */
    long signedUpSoFar() {
        return signUps;
    }
}
