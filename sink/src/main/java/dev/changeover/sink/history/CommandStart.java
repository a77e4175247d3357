package dev.changeover.sink.history;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Who started which command.
 *
 * @param command its name, for example {@code quarantine retry}
 * @param arguments as typed, but for emails and secrets, which the caller has taken out
 * @param at by the clock of {@code host}
 */
public record CommandStart(String command, String arguments, String user, String host, long processId, Instant at) {
    public CommandStart {
        requireNonNull(command, "command");
        requireNonNull(arguments, "arguments");
        requireNonNull(user, "user");
        requireNonNull(host, "host");
        requireNonNull(at, "at");
    }
}
