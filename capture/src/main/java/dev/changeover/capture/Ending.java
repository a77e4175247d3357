package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.broker.BrokerAway;
import dev.changeover.capture.source.SourceDatabase;
import dev.changeover.capture.source.SourceRewritten;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Why an engine ended, or did not start.
 *
 * @param mayPass whether it is an outage of V1 or of the broker, so that the same may work later
 */
record Ending(Problem problem, boolean mayPass) {
    /** PostgreSQL: shutting down, crashed, starting up, too many connections, slot in use. */
    private static final Set<String> OUTAGES = Set.of("57P01", "57P02", "57P03", "53300", "55006");

    /** A message that the protocol does not have: not the connection, but whoever answers at its other end. */
    private static final String PROTOCOL_VIOLATION = "08P01";

    Ending {
        requireNonNull(problem, "problem");
    }

    static Ending of(Throwable failure, CaptureConfig config) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
            if (each instanceof ProblemException known) {
                return new Ending(known.problem(), false);
            }
            if (each instanceof BrokerAway away) {
                return new Ending(away.problem(), true);
            }
            if (each instanceof SourceRewritten rewritten) {
                return new Ending(rewritten.problem(), true);
            }
            if (each instanceof SlotBusy busy) {
                return new Ending(busy.problem(), true);
            }
            if (each instanceof RetriableException || isUnresolved(each)) {
                return new Ending(new BrokerAway(config.bootstrapServers(), each).problem(), true);
            }
            if (each instanceof SQLException refused) {
                return new Ending(SourceDatabase.unreachable(config.v1(), refused), isOutage(refused));
            }
            if (isConnectionLost(each)) {
                return new Ending(
                        SourceDatabase.unreachable(config.v1(), new SQLException("connection lost", "08006")), true);
            }
        }
        return new Ending(unexpected(failure), false);
    }

    /** A client is made anew at each start, and refuses addresses of which none resolves just then. */
    private static boolean isUnresolved(Throwable each) {
        return each instanceof ConfigException
                && String.valueOf(each.getMessage()).contains(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    }

    private static boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        return state != null
                && !state.equals(PROTOCOL_VIOLATION)
                && (state.startsWith("08") || OUTAGES.contains(state));
    }

    private static boolean isConnectionLost(Throwable each) {
        return each instanceof ConnectException
                || each instanceof SocketException
                || each instanceof SocketTimeoutException
                || each instanceof EOFException;
    }

    /** The message of an unknown failure may quote a row, so it goes into no report; the log has the kind of it. */
    private static Problem unexpected(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String who = root instanceof KafkaException ? "the broker's client" : "the engine";
        return new Problem(
                Problem.Kind.UNEXPECTED,
                "Capture ended",
                who + " failed with " + root.getClass().getName(),
                "look at the log of capture, and start it again: it goes on where it was");
    }
}
