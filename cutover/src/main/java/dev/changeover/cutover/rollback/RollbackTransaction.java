package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.PointData;
import dev.changeover.cutover.point.PointTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one transaction of a rollback, from the copy's way into temporary tables to the commit. Used once. */
final class RollbackTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(RollbackTransaction.class);

    private final Connection connection;
    private final PointData point;
    private final RollbackLedger ledger;
    private final boolean hasLedger;
    private final Predicate<Duration> pause;
    private final WriterLocks locks;
    private final List<Comparison> tables = new ArrayList<>();
    private final Map<String, String> ofLedger = new LinkedHashMap<>();

    RollbackTransaction(
            Connection connection,
            PointData point,
            RollbackLedger ledger,
            boolean hasLedger,
            Duration lockWait,
            Predicate<Duration> pause) {
        this.connection = requireNonNull(connection, "connection");
        this.point = requireNonNull(point, "point");
        this.ledger = requireNonNull(ledger, "ledger");
        this.hasLedger = hasLedger;
        this.pause = requireNonNull(pause, "pause");
        this.locks = new WriterLocks(connection, lockWait, pause);
    }

    /** Commits only if it is {@link RollbackOutcome.Done}; the caller rolls back otherwise. */
    RollbackOutcome run(boolean acceptLoss) throws SQLException {
        long started = System.nanoTime();
        boolean loaded = load(); // before anybody has to wait
        if (!loaded) {
            return new RollbackOutcome.Interrupted();
        }
        long epoch = hasLedger ? ledger.raiseEpoch(connection) : 0;
        if (!locks.take(point.manifest())) {
            return new RollbackOutcome.Interrupted();
        }
        long locked = System.nanoTime();
        new PointFit(connection, point.manifest()).requireNoLaterRows();
        for (Comparison table : tables) {
            table.compare();
        }
        List<OthersWrites> others = others();
        if (!others.isEmpty() && !acceptLoss) {
            return new RollbackOutcome.OthersWrote(others);
        }
        if (isToldToStop()) {
            return new RollbackOutcome.Interrupted();
        }
        List<TableChange> changes = restore();
        int sequences = new Sequences(connection).putBack(point.manifest().sequences(), tablesInUse(others));
        if (hasLedger) {
            ledger.putBack(connection, point.manifest(), ofLedger);
        }
        if (isToldToStop()) {
            return new RollbackOutcome.Interrupted();
        }
        connection.commit();
        long ended = System.nanoTime();
        LOG.atInfo()
                .addKeyValue("point", point.manifest().name())
                .addKeyValue("epoch", epoch)
                .addKeyValue(
                        "rows", changes.stream().mapToLong(TableChange::rows).sum())
                .log("rolled back");
        return new RollbackOutcome.Done(
                epoch, changes, sequences, others, Duration.ofNanos(ended - locked), Duration.ofNanos(ended - started));
    }

    private boolean isToldToStop() {
        return pause.test(Duration.ZERO);
    }

    /** Returns whether it has come to its end; otherwise it was told to stop. */
    private boolean load() throws SQLException {
        // Compiling each of these statements, which run once, took longer than running all of them.
        Ask.run(
                connection,
                "SET LOCAL work_mem = '64MB'; SET LOCAL maintenance_work_mem = '128MB'; SET LOCAL jit = off");
        int number = 0;
        for (PointTable table : point.manifest().tables()) {
            if (isToldToStop()) {
                return false;
            }
            Comparison comparison = new Comparison(connection, table, ++number);
            comparison.load(point);
            tables.add(comparison);
        }
        if (hasLedger) {
            for (PointTable table : point.manifest().ledger()) {
                Comparison comparison = new Comparison(connection, table, ++number);
                comparison.load(point);
                ofLedger.put(table.shape().table(), comparison.then());
            }
        }
        return !isToldToStop();
    }

    private List<OthersWrites> others() throws SQLException {
        Authorship authorship = new Authorship(connection, point.manifest(), hasLedger);
        authorship.prepare();
        // Of rows that have no counterpart the server expects one or none, and would compare each with each.
        Ask.run(connection, "SET LOCAL enable_nestloop = off");
        List<OthersWrites> others = new ArrayList<>();
        for (Comparison table : tables) {
            authorship.of(table).ifPresent(others::add);
        }
        Ask.run(connection, "SET LOCAL enable_nestloop TO DEFAULT");
        return others;
    }

    private List<TableChange> restore() throws SQLException {
        List<TableChange> changes = new ArrayList<>();
        List<Comparison> differing = new ArrayList<>();
        for (Comparison table : tables) {
            TableChange change = table.counted();
            if (change.rows() > 0) {
                changes.add(change);
                differing.add(table);
            }
        }
        OwnTriggers triggers = new OwnTriggers(connection);
        triggers.off(point.manifest().tables());
        new Restoration(connection, differing).run();
        triggers.on();
        for (Comparison table : differing) {
            requireSame(table);
        }
        return changes;
    }

    /** Whatever else the server does when rows are written (rules, generated values): only exactly the point's rows are committed. */
    private void requireSame(Comparison table) throws SQLException {
        long left = table.differences();
        if (left > 0) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The target changes what is put back, and nothing was changed",
                    left + " rows of " + table.name() + " did not become what they were at the point",
                    "look for rules on that table, and drop or disable them for the time of the rollback"));
        }
    }

    private static Set<String> tablesInUse(List<OthersWrites> others) {
        return others.stream()
                .filter(each -> each.created() > 0)
                .map(OthersWrites::table)
                .collect(Collectors.toUnmodifiableSet());
    }
}
