package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

/**
 * Something that Changeover made, and that goes.
 *
 * @param detail how large it is, or what it is for
 */
public record Thing(Kind kind, String name, String detail) {
    public Thing {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(detail, "detail");
    }
}
