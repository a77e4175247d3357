package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;

/** A user to try again, with the last document that was applied or refused. */
public record DueUser(long userId, Position position) {
    public DueUser {
        requireNonNull(position, "position");
    }
}
