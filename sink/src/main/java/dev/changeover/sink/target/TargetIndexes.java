package dev.changeover.sink.target;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The indexes on foreign keys that the sink needs, since V2 has none. Listed in {@code changeover.target_index}. */
public final class TargetIndexes {
    private static final Logger LOG = LoggerFactory.getLogger(TargetIndexes.class);
    private static final Duration LOCK_PAUSE = Duration.ofMillis(200);
    private static final String USABLE = """
            SELECT EXISTS (SELECT FROM pg_index i
             WHERE i.indrelid = to_regclass(?) AND i.indisvalid AND i.indpred IS NULL AND i.indnkeyatts >= ?
               AND (i.indexrelid = to_regclass(?) OR (SELECT array_agg(a.attname::text ORDER BY k.place)
                      FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place)
                      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
                     WHERE k.place <= ?) = ?)),
             EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(?) AND relkind = 'p')
            """;

    private final Connection worker;
    private final WatchedStatement watched;

    private TargetIndexes(Connection worker, WatchedStatement watched) {
        this.worker = worker;
        this.watched = watched;
    }

    /**
     * Makes the indexes that are missing, one after the other, without blocking writers. One sink does it, others wait for it. An index
     * left invalid by a killed build is dropped and built again.
     *
     * @param patience how long one build may be blocked by somebody else's transaction
     * @return the names of the indexes built now
     * @throws ProblemException if a build is blocked for longer, naming the session that blocks it, or refused
     */
    public static List<String> ensure(TargetDatabase database, Duration patience)
            throws SQLException, InterruptedException {
        List<NeededIndex> needed;
        try (Connection connection = database.connection()) {
            needed = ReferencingKeys.read(connection).stream()
                    .map(NeededIndex::of)
                    .distinct()
                    .toList();
        }
        return ensure(database, patience, needed);
    }

    /**
     * As {@link #ensure(TargetDatabase, Duration)}, one index on an expression.
     *
     * @param table in {@code public}
     * @param suffix of the index's name, after the table's
     */
    public static List<String> ensure(
            TargetDatabase database, Duration patience, String table, String suffix, String expression)
            throws SQLException, InterruptedException {
        return ensure(database, patience, List.of(NeededIndex.onExpression(table, suffix, expression)));
    }

    /**
     * Drops indexes, one after the other, without blocking writers; one that is not there is no failure.
     *
     * @param names as SQL has them, with their schemas
     * @param patience how long one drop may be blocked by somebody else's transaction
     * @param dropped is told each that is gone
     * @throws ProblemException if a drop is blocked for longer, naming the session that blocks it
     */
    public static void drop(DatabaseAddress address, Duration patience, List<String> names, Consumer<String> dropped)
            throws SQLException, InterruptedException {
        try (Connection worker = Connections.openPatient(address);
                Connection watcher = Connections.open(address)) {
            WatchedStatement watched = new WatchedStatement(worker, watcher, patience);
            for (String name : names) {
                Optional<String> blockers = watched.run("DROP INDEX CONCURRENTLY IF EXISTS " + name);
                if (blockers.isPresent()) {
                    throw new ProblemException(new Problem(
                            Problem.Kind.INCONCLUSIVE,
                            "The index " + name + " could not be dropped",
                            "it waits for " + blockers.get(),
                            "let that transaction end, or end it with pg_terminate_backend, and start again"));
                }
                LOG.atInfo().addKeyValue("index", name).log("index dropped in the target");
                dropped.accept(name);
            }
        }
    }

    private static List<String> ensure(TargetDatabase database, Duration patience, List<NeededIndex> needed)
            throws SQLException, InterruptedException {
        try (Connection alone = Connections.openPatient(database.address());
                Connection worker = Connections.openPatient(database.address());
                Connection watcher = Connections.open(database.address())) {
            holdLock(alone);
            return new TargetIndexes(worker, new WatchedStatement(worker, watcher, patience)).ensureAll(needed);
        }
    }

    /**
     * Keeps one transaction open over the builds, whose session must hold no snapshot, since that would itself block them. So it asks
     * again and again and does not wait in the server, and it locks a table: the portal of an advisory lock's query keeps a snapshot.
     */
    private static void holdLock(Connection alone) throws SQLException, InterruptedException {
        alone.setAutoCommit(false);
        for (boolean said = false; !tryLock(alone); said = true) {
            if (!said) {
                LOG.atInfo().log("another sink builds the indexes; waiting for it");
            }
            TimeUnit.MILLISECONDS.sleep(LOCK_PAUSE.toMillis());
        }
    }

    private static boolean tryLock(Connection alone) throws SQLException {
        try (var statement = alone.createStatement()) {
            statement.execute(SessionSettings.forLongTransaction(Duration.ZERO) // no limit: a build may take hours
                    + "LOCK TABLE changeover.target_index IN SHARE UPDATE EXCLUSIVE MODE NOWAIT"); // rows can
            // be
            // inserted
            return true;
        } catch (SQLException e) {
            alone.rollback();
            if (SqlStates.is(e, SqlStates.LOCK_NOT_AVAILABLE)) {
                return false;
            }
            throw e;
        }
    }

    private List<String> ensureAll(List<NeededIndex> needed) throws SQLException, InterruptedException {
        List<String> built = new ArrayList<>();
        for (NeededIndex index : needed) {
            if (!isServed(index)) {
                build(index);
                built.add(index.name());
                LOG.atInfo().addKeyValue("index", index.name()).log("index built in the target");
            }
        }
        return List.copyOf(built);
    }

    /** Whether a valid index begins with the columns, or the table is partitioned and cannot be indexed without blocking. */
    private boolean isServed(NeededIndex index) throws SQLException {
        try (var select = worker.prepareStatement(USABLE)) {
            select.setString(1, index.qualifiedTable());
            select.setInt(2, index.columns().size());
            select.setString(3, index.qualifiedName());
            select.setInt(4, index.columns().size());
            select.setArray(5, worker.createArrayOf("text", index.columns().toArray()));
            select.setString(6, index.qualifiedTable());
            try (var answer = select.executeQuery()) {
                answer.next();
                if (answer.getBoolean(2) && !answer.getBoolean(1)) {
                    LOG.atWarn()
                            .addKeyValue("table", index.qualifiedTable())
                            .log("a partitioned table cannot be indexed without blocking writers; the sink scans it");
                }
                return answer.getBoolean(1) || answer.getBoolean(2);
            }
        }
    }

    private void build(NeededIndex index) throws SQLException, InterruptedException {
        list(index); // before it is built: cleanup must find an index that a killed build left behind
        try {
            finish(index, index.dropSql()); // is there only if invalid: left by a build that was killed
            finish(index, index.createSql());
        } catch (SQLException e) {
            if (SqlStates.is(e, SqlStates.INSUFFICIENT_PRIVILEGE)) {
                throw new ProblemException(new Problem(
                        Problem.Kind.REFUSED,
                        "Cannot build the index " + index.name() + " on " + index.qualifiedTable(),
                        "only the table's owner may build an index on it",
                        "run the sink as a member of the owner's role, or set sink.createIndexes: false and build it yourself: "
                                + index.createSql()));
            }
            throw e;
        }
    }

    private void finish(NeededIndex index, String sql) throws SQLException, InterruptedException {
        Optional<String> blockers = watched.run(sql);
        if (blockers.isPresent()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "Cannot build the index " + index.name() + " on " + index.qualifiedTable(),
                    "it waits for " + blockers.get(),
                    "let that transaction end, or end it with pg_terminate_backend, and start again; or set"
                            + " sink.createIndexes: false and accept a slower sink"));
        }
    }

    private void list(NeededIndex index) throws SQLException {
        try (var insert = worker.prepareStatement(
                "INSERT INTO changeover.target_index (name, table_name) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, index.name());
            insert.setString(2, index.qualifiedTable());
            insert.executeUpdate();
        }
    }
}
