package dev.changeover.cutover.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The commands that changed something, by the target's log. */
public final class CommandHistory {
    private CommandHistory() {}

    /** The latest commands, the last one first; none in a ledger of before this log. */
    public static List<LoggedCommand> read(LedgerReader ledger, int limit) {
        if (ledger.hasNot("changeover.command")) {
            return List.of();
        }
        return ledger.list(
                "SELECT id, command, arguments, os_user, host, process_id, started_at, ended_at, exit_code, problem"
                        + " FROM changeover.command ORDER BY id DESC LIMIT ?",
                CommandHistory::entry,
                limit);
    }

    private static LoggedCommand entry(ResultSet row) throws SQLException {
        int exitCode = row.getInt(9);
        Optional<Integer> ended = row.wasNull() ? Optional.empty() : Optional.of(exitCode);
        return new LoggedCommand(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                Moments.at(row, 7).orElseThrow(),
                Moments.at(row, 8),
                ended,
                row.getString(10));
    }
}
