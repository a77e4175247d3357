package dev.changeover.cutover.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One entry of the log of commands.
 *
 * @param exitCode empty while it has no end: it runs, or was killed
 * @param problem the line that it ended with; empty if it had none
 */
public record LoggedCommand(
        long id,
        String command,
        String arguments,
        String user,
        String host,
        long processId,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<Integer> exitCode,
        String problem) {
    public LoggedCommand {
        requireNonNull(command, "command");
        requireNonNull(arguments, "arguments");
        requireNonNull(user, "user");
        requireNonNull(host, "host");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(endedAt, "endedAt");
        requireNonNull(exitCode, "exitCode");
        requireNonNull(problem, "problem");
    }
}
