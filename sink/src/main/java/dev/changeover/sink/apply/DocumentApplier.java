package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.Epoch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies documents to the target and returns when they are committed. A batch that the target refuses is split until the user
 * that it refuses stands alone; only that one is quarantined. A collision is tried again a bounded number of times, an outage until
 * it is over. A commit whose answer was lost is harmless: the documents are stale the second time.
 *
 * <p>Safe for any thread; each call uses connections of its own.
 */
public final class DocumentApplier {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentApplier.class);
    private static final int MAX_COLLISIONS = 12;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ConnectionSource connections;
    private final long epoch;
    private final Patience patience;

    /**
     * An applier for one epoch of the target.
     *
     * @param epoch as of the start; when somebody raises it, nothing is written any more
     */
    public DocumentApplier(ConnectionSource connections, long epoch, Patience patience) {
        this.connections = requireNonNull(connections, "connections");
        this.epoch = epoch;
        this.patience = requireNonNull(patience, "patience");
    }

    /**
     * Applies documents; several of one user count as the last.
     *
     * @throws ProblemException if a person must act: the epoch was raised, the target cannot be written at all, or collisions do
     *     not end
     * @throws InterruptedException if the stage stops while the target is away
     */
    public BatchResult apply(List<Delivery> deliveries) throws InterruptedException {
        if (deliveries.isEmpty()) {
            return BatchResult.NOTHING;
        }
        Ending ending = attempt(connection -> new BatchTransaction(connection).apply(deliveries, epoch));
        if (ending instanceof Ending.Committed committed) {
            return committed.result();
        }
        if (ending instanceof Ending.Refused refused) {
            return split(deliveries, refused.detail());
        }
        throw new AssertionError(ending);
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
                throw new ProblemException(broken(breakdown), e);
            }
            return List.of();
        }
    }

    private BatchResult split(List<Delivery> deliveries, String detail) throws InterruptedException {
        Map<Long, List<Delivery>> byUser = new LinkedHashMap<>();
        deliveries.forEach(each ->
                byUser.computeIfAbsent(each.userId(), user -> new ArrayList<>()).add(each));
        if (byUser.size() == 1) {
            return refuse(deliveries.get(deliveries.size() - 1), detail);
        }
        LOG.atInfo().addKeyValue("users", byUser.size()).log("the target refuses a batch, which is split");
        List<Delivery> first = new ArrayList<>();
        List<Delivery> second = new ArrayList<>();
        int placed = 0;
        for (List<Delivery> ofUser : byUser.values()) {
            (placed++ < byUser.size() / 2 ? first : second).addAll(ofUser);
        }
        return apply(first).and(apply(second));
    }

    private BatchResult refuse(Delivery delivery, String detail) throws InterruptedException {
        LOG.atWarn()
                .addKeyValue("user", delivery.userId())
                .addKeyValue("detail", detail)
                .log("user quarantined");
        Ending ending = attempt(connection -> new BatchTransaction(connection).refuse(delivery, detail, epoch));
        if (ending instanceof Ending.Committed committed) {
            return committed.result();
        }
        throw new ProblemException(new Problem(
                Problem.Kind.UNEXPECTED,
                "The sink cannot write to its own ledger",
                "the target refuses an entry of the quarantine, " + ending,
                "read the target's log, and start the sink again"));
    }

    /** How one transaction ended. */
    private sealed interface Ending {
        record Committed(BatchResult result) implements Ending {}

        record Refused(String detail) implements Ending {}
    }

    @FunctionalInterface
    private interface Body {
        BatchResult run(Connection connection) throws SQLException;
    }

    private Ending attempt(Body body) throws InterruptedException {
        int collisions = 0;
        int outages = 0;
        while (true) {
            SqlFailure failure;
            SQLException thrown;
            try (Connection connection = connections.open()) {
                BatchResult result = body.run(connection);
                connection.commit();
                patience.serving();
                return new Ending.Committed(result);
            } catch (SQLException e) {
                thrown = e;
                failure = SqlFailure.of(e);
            }
            if (failure instanceof SqlFailure.Refusal refusal) {
                return new Ending.Refused(refusal.detail());
            }
            if (failure instanceof SqlFailure.Collision collision) {
                if (++collisions > MAX_COLLISIONS) {
                    throw new ProblemException(stuck(collision), thrown);
                }
                patience.pause(backOff(collisions));
            } else if (failure instanceof SqlFailure.Outage outage) {
                patience.waiting(away(outage));
                patience.pause(backOff(++outages));
            } else if (failure instanceof SqlFailure.Breakdown breakdown) {
                throw new ProblemException(broken(breakdown), thrown);
            } else {
                throw new AssertionError(failure);
            }
        }
    }

    /** Doubles from 20 ms to 5 s, with up to as much again by chance, so that two that collided do not meet again. */
    private static Duration backOff(int attempt) {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt, 10));
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    private static Problem stuck(SqlFailure.Collision collision) {
        return new Problem(
                Problem.Kind.UNEXPECTED,
                "The sink gave up after " + MAX_COLLISIONS + " attempts at one batch",
                "other sessions of the target were in the way each time, SQLSTATE " + collision.state(),
                "look for a session that holds locks for long in pg_stat_activity, and start the sink again");
    }

    private static Problem away(SqlFailure.Outage outage) {
        return new Problem(
                Problem.Kind.UNEXPECTED,
                "The sink waits for its target",
                outage.what(),
                "bring the target back; the sink goes on by itself and nothing is lost");
    }

    private static Problem broken(SqlFailure.Breakdown breakdown) {
        return new Problem(
                Problem.Kind.REFUSED,
                "The sink cannot write to its target",
                "the target answers " + breakdown.detail(),
                "check the sink's privileges and the target's schema, and start the sink again");
    }
}
