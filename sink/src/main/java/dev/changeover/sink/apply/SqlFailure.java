package dev.changeover.sink.apply;

import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failed transaction of the sink means for what is to be done next. */
public sealed interface SqlFailure {

    /** Somebody was in the way; the same transaction may succeed at once. */
    record Collision(String state) implements SqlFailure {}

    /** The target is out of reach; the transaction is tried again for a while. */
    record Outage(String what) implements SqlFailure {}

    /** The target is there, and takes no writes now; the transaction is tried again until it does. */
    record Standstill(String what) implements SqlFailure {}

    /**
     * The target refuses what was written, and always will until somebody mends it.
     *
     * @param detail the SQLSTATE and the names of what refuses; no value of a row
     * @param isTaken whether a unique value is somebody's
     */
    record Refusal(String detail, boolean isTaken) implements SqlFailure {}

    /** A statement ran into its own limit of time, or somebody cancelled it. */
    record Overlong() implements SqlFailure {}

    /** Nothing of the batch's making: a missing table, a missing privilege. */
    record Breakdown(String detail) implements SqlFailure {}

    Set<String> COLLISIONS = Set.of("40001", "40P01", "55P03", "40003", "40000", "55006");
    /** Data, constraints, triggers, limits of the program (a value too long for an index), check options. */
    Set<String> REFUSING_CLASSES = Set.of("09", "21", "22", "23", "27", "38", "39", "44", "54", "P0");
    /** Connection, no resources (a full disk), the operator's intervention, a system error, a read-only server. */
    Set<String> OUTAGE_CLASSES = Set.of("08", "53", "57", "58");

    static SqlFailure of(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return new Outage("the connection failed");
        }
        String stateClass = state.substring(0, Math.min(2, state.length()));
        if (COLLISIONS.contains(state)) {
            return new Collision(state);
        }
        if (state.equals("57014")) {
            return new Overlong();
        }
        if (state.equals("25006")) {
            return new Standstill("the target is read-only");
        }
        if (state.equals("53100")) {
            return new Standstill("the target's disk is full");
        }
        if (isOutdatedPlan(state, failure)) {
            return new Collision(state);
        }
        if (state.equals("25P03") || state.equals("25P04") || OUTAGE_CLASSES.contains(stateClass)) {
            return new Outage(outage(state));
        }
        return REFUSING_CLASSES.contains(stateClass)
                ? new Refusal(describe(state, failure), state.equals("23505"))
                : new Breakdown(describe(state, failure));
    }

    /** A column has another type than when this session prepared its statement; the driver prepares it again. */
    private static boolean isOutdatedPlan(String state, SQLException failure) {
        return state.equals("0A000")
                && failure instanceof PSQLException server
                && server.getServerErrorMessage() != null
                && "RevalidateCachedQuery".equals(server.getServerErrorMessage().getRoutine());
    }

    private static String outage(String state) {
        if (state.equals("53300")) {
            return "the target has no connection left";
        }
        return state.startsWith("57") ? "the target is shutting down or starting" : "the target cannot be reached";
    }

    /** Only names: PostgreSQL's message and detail may quote the row. */
    private static String describe(String state, SQLException failure) {
        StringBuilder text = new StringBuilder("SQLSTATE ").append(state);
        ServerErrorMessage message = failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
        if (message != null) {
            append(text, "constraint", message.getConstraint());
            append(text, "table", message.getTable());
            append(text, "column", message.getColumn());
            append(text, "type", message.getDatatype());
        }
        for (String cause : causes(failure)) {
            text.append(", ").append(cause);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String word, @Nullable String name) {
        if (name != null) {
            text.append(", ").append(word).append(' ').append(name);
        }
    }

    private static Set<String> causes(SQLException failure) {
        Set<String> causes = new TreeSet<>();
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            causes.add("after " + cause.getClass().getSimpleName());
        }
        return causes;
    }
}
