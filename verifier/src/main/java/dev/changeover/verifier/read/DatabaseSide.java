package dev.changeover.verifier.read;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.SQLException;
import java.util.Locale;

/** Which of the two databases is read: what people are told when it cannot be. */
public enum DatabaseSide {
    V1("V1", "V1_DATABASE_URL"),
    TARGET("the target", "STAGING_DATABASE_URL or V2_DATABASE_URL");

    private final String label;
    private final String setting;

    DatabaseSide(String label, String setting) {
        this.label = label;
        this.setting = setting;
    }

    public String label() {
        return label;
    }

    /** What a failed read means: nothing is known of the users that were not read. */
    ProblemException unreadable(SQLException cause) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.INCONCLUSIVE,
                        label + " could not be read",
                        reason(cause),
                        "Check " + setting + " and the server, then verify again"),
                cause);
    }

    /** The server's message only where it cannot quote a value of a row. */
    private static String reason(SQLException cause) {
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        boolean quotesNoRow = state.matches("(08|28|3D|42|53|55|57|58).*");
        String detail = quotesNoRow ? firstLine(cause.getMessage()) : "the server refused a query";
        return detail + " (SQLSTATE " + (state.isEmpty() ? "none" : state.toUpperCase(Locale.ROOT)) + ")";
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }
}
