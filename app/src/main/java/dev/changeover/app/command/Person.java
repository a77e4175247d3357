package dev.changeover.app.command;

import java.util.Optional;

/** Who sits at the terminal and can be asked. */
@FunctionalInterface
public interface Person {
    /** Returns what was typed, or nothing when nobody is there; waits as long as that person thinks. */
    Optional<String> answer(String question);

    static Person nobody() {
        return question -> Optional.empty();
    }
}
