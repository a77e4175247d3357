package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

/** Something that stays, and why. */
public record Kept(Kind kind, String name, String why) {
    public Kept {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(why, "why");
    }
}
