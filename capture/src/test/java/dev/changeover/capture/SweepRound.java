package dev.changeover.capture;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * What V1 commits in one round of the boundary sweep: every shape in which records share an LSN or transactions
 * interleave. The keys of a round are its own, so that its records can be told from repeats.
 */
final class SweepRound implements AutoCloseable {
    /** How many records one round puts on the topics when nothing crashes. */
    static final int RECORDS = 24;

    private static final int KEYS = 1000;

    /** One version of a row that was committed. */
    record Committed(String table, long id, String marker) {}

    private final List<Committed> journal = new ArrayList<>();
    private final CaptureWorld world;
    private final Connection first;
    private final Connection second;
    private final Connection late;

    SweepRound(CaptureWorld world) throws SQLException {
        this.world = world;
        this.first = transactional(world);
        this.second = transactional(world);
        this.late = transactional(world);
    }

    private static Connection transactional(CaptureWorld world) throws SQLException {
        Connection connection = world.connect();
        connection.setAutoCommit(false);
        return connection;
    }

    /** Every version that all rounds so far have committed. */
    List<Committed> journal() {
        return List.copyOf(journal);
    }

    private void note(String table, long id, String marker) {
        journal.add(new Committed(table, id, marker));
    }

    static boolean isOf(int round, byte @Nullable [] key) {
        if (key == null) {
            return false;
        }
        String json = new String(key, StandardCharsets.US_ASCII);
        return json.startsWith("{\"id\":") && Long.parseLong(json.substring(6, json.length() - 1)) / KEYS == round;
    }

    /** A transaction that writes now and goes on in the next round: it is open while capture crashes. */
    void openLate(int nextRound) throws SQLException {
        run(late, "INSERT INTO drill_groups (id, name) VALUES (" + (nextRound * KEYS + 61) + ", 'early')");
    }

    void commitAll(int round) throws Exception {
        int base = round * KEYS;
        copy(base);
        world.sql("INSERT INTO drill_groups (id, name) SELECT g, 'many' FROM generate_series(" + (base + 11) + ", "
                + (base + 14) + ") g");
        world.sql("UPDATE drill_groups SET id = " + (base + 21) + " WHERE id = " + (base + 11));
        run(first, "DELETE FROM drill_groups WHERE id = " + (base + 12));
        run(first, "INSERT INTO drill_groups (id, name) VALUES (" + (base + 12) + ", 'again')");
        first.commit();
        interleave(base);
        world.sql("INSERT INTO users (id, first_name, primary_goal) SELECT " + (base + 51)
                + ", 'before', string_agg(md5(g::text || " + round + "), '') FROM generate_series(1, 300) g");
        world.sql("UPDATE users SET first_name = 'after' WHERE id = " + (base + 51));
        run(late, "INSERT INTO drill_groups (id, name) VALUES (" + (base + 62) + ", 'late')");
        late.commit();
        world.sql("UPDATE drill_groups SET name = 'twice' WHERE id IN (" + (base + 61) + ", " + (base + 62) + ")");
        noteAll(base);
    }

    private void noteAll(int base) {
        IntStream.rangeClosed(1, 5).forEach(i -> note("users", base + i, "copied"));
        IntStream.rangeClosed(11, 14).forEach(i -> note("drill_groups", base + i, "many"));
        note("drill_groups", base + 21, "many");
        note("drill_groups", base + 12, "again");
        IntStream.rangeClosed(31, 33).forEach(i -> note("users", base + i, "a"));
        IntStream.rangeClosed(41, 42).forEach(i -> note("users", base + i, "b"));
        note("users", base + 51, "before");
        note("users", base + 51, "after");
        note("drill_groups", base + 61, "early");
        note("drill_groups", base + 62, "late");
        IntStream.rangeClosed(61, 62).forEach(i -> note("drill_groups", base + i, "twice"));
    }

    private void copy(int base) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 5; i++) {
            lines.append(base + i).append("\tcopied\n");
        }
        first.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY users (id, first_name) FROM STDIN", new StringReader(lines.toString()));
        first.commit();
    }

    private void interleave(int base) throws SQLException {
        for (int step = 0; step < 2; step++) {
            run(first, "INSERT INTO users (id, first_name) VALUES (" + (base + 31 + step) + ", 'a')");
            run(second, "INSERT INTO users (id, first_name) VALUES (" + (base + 41 + step) + ", 'b')");
        }
        second.commit();
        run(first, "INSERT INTO users (id, first_name) VALUES (" + (base + 33) + ", 'a')");
        first.commit();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection each : List.of(first, second, late)) {
            each.close();
        }
    }
}
