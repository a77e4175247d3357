package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.Epoch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies documents to the target and returns when they are committed. A batch that the target refuses is split until the user
 * that it refuses stands alone; only that one is quarantined, unless the target's schema no longer fits at all. A collision is tried again a bounded number of times, an outage until
 * it is over, or has lasted too long. A commit whose answer was lost is harmless: the documents are stale the second time.
 *
 * <p>Safe for any thread; each call uses connections of its own.
 */
public final class DocumentApplier {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentApplier.class);

    private final ConnectionSource connections;
    private final long epoch;
    private final Attempts attempts;
    private final SchemaWatch schema = new SchemaWatch();

    /**
     * An applier for one epoch of the target.
     *
     * @param epoch as of the start; when somebody raises it, nothing is written any more
     */
    public DocumentApplier(ConnectionSource connections, long epoch, Patience patience, RetryLimits limits) {
        this.connections = requireNonNull(connections, "connections");
        this.epoch = epoch;
        this.attempts = new Attempts(connections, patience, limits);
    }

    /**
     * Applies documents; several of one user count as the last.
     *
     * @throws ProblemException if a person must act: the epoch was raised, the target cannot be written at all or has another
     *     schema now, or collisions or an outage do not end
     * @throws InterruptedException if the stage stops while the target is away
     */
    public BatchResult apply(List<Delivery> deliveries) throws InterruptedException {
        return deliveries.isEmpty() ? BatchResult.NOTHING : apply(deliveries, false);
    }

    /** @param everybody whether the target is asked for rivals of every user, also of one that should have none */
    private BatchResult apply(List<Delivery> deliveries, boolean everybody) throws InterruptedException {
        Attempts.Ending ending = attempts.run(connection -> {
            schema.ensureFits(connection);
            BatchResult result = new BatchTransaction(connection).apply(deliveries, epoch, everybody);
            if (result.rowsWritten() > 0) {
                schema.requireUnchanged(connection);
            }
            return result;
        });
        if (ending instanceof Attempts.Ending.Committed committed) {
            return committed.result();
        }
        boolean alone = deliveries.stream().map(Delivery::userId).distinct().count() == 1;
        if (ending instanceof Attempts.Ending.Refused refused && alone) {
            // Somebody took the value after it was looked for, or under another spelling: now there is somebody to be
            // found.
            return refused.isTaken() && !everybody
                    ? apply(deliveries, true)
                    : refuse(deliveries.get(deliveries.size() - 1), refused.detail());
        }
        if (ending instanceof Attempts.Ending.Broken || alone) {
            throw broken(ending);
        }
        LOG.atInfo().addKeyValue("deliveries", deliveries.size()).log("the target refuses a batch, which is split");
        return split(deliveries);
    }

    /**
     * Users whose next attempt is due, and where their last documents are; they are not due again for a while. None while the
     * target is away.
     */
    public List<DueUser> takeDue(int limit) {
        try (Connection connection = connections.open()) {
            Epoch.require(connection, epoch);
            List<DueUser> due = new Quarantine(connection).takeDue(limit);
            connection.commit();
            return due;
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e);
            if (failure instanceof SqlFailure.Breakdown breakdown) {
                throw broken(new Attempts.Ending.Broken(breakdown.detail()));
            }
            return List.of();
        }
    }

    private BatchResult split(List<Delivery> deliveries) throws InterruptedException {
        Map<Long, List<Delivery>> byUser = new LinkedHashMap<>();
        deliveries.forEach(each ->
                byUser.computeIfAbsent(each.userId(), user -> new ArrayList<>()).add(each));
        List<Delivery> first = new ArrayList<>();
        List<Delivery> second = new ArrayList<>();
        int placed = 0;
        for (List<Delivery> ofUser : byUser.values()) {
            (placed++ < byUser.size() / 2 ? first : second).addAll(ofUser);
        }
        return apply(first, false).and(apply(second, false));
    }

    /** Before one user is blamed, the schema is looked at: a column that nobody fills would quarantine all of them, one by one. */
    private BatchResult refuse(Delivery delivery, String detail) throws InterruptedException {
        Attempts.Ending ending = attempts.run(connection -> {
            schema.check(connection);
            return new BatchTransaction(connection).refuse(delivery, detail, epoch);
        });
        if (ending instanceof Attempts.Ending.Committed committed) {
            LOG.atWarn()
                    .addKeyValue("user", delivery.userId())
                    .addKeyValue("detail", detail)
                    .log("user quarantined");
            return committed.result();
        }
        throw broken(ending);
    }

    /** The schema check knows best which table or column it is; the server's answer is what is left if the schema fits. */
    private ProblemException broken(Attempts.Ending ending) {
        if (ending instanceof Attempts.Ending.TooLong) {
            return new ProblemException(new Problem(
                    Problem.Kind.UNEXPECTED,
                    "The sink cannot write one user within its limit of time",
                    "a statement was cancelled twice, SQLSTATE 57014: tables of the target that reference users are read whole"
                            + " for want of an index, or somebody cancels",
                    "let the sink make its indexes (sink.createIndexes), and start it again: nothing is lost"));
        }
        String detail;
        if (ending instanceof Attempts.Ending.Broken broken) {
            detail = broken.detail();
        } else if (ending instanceof Attempts.Ending.Refused refused) {
            detail = refused.detail() + " to an entry of the ledger";
        } else {
            throw new AssertionError(ending);
        }
        try (Connection connection = connections.open()) {
            schema.check(connection);
        } catch (ProblemException e) {
            return e;
        } catch (SQLException e) {
            LOG.atWarn().addKeyValue("sqlState", e.getSQLState()).log("the target's schema could not be checked");
        }
        return new ProblemException(new Problem(
                Problem.Kind.REFUSED,
                "The sink cannot write to its target",
                "the target answers " + detail,
                "check the sink's privileges and the target's schema, and start the sink again"));
    }
}
