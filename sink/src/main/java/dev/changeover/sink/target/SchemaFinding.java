package dev.changeover.sink.target;

import static java.util.Objects.requireNonNull;

/** Something in the target's schema that the plan cannot live with, and what to do about it. */
public record SchemaFinding(String object, String finding, String remedy) {
    public SchemaFinding {
        requireNonNull(object, "object");
        requireNonNull(finding, "finding");
        requireNonNull(remedy, "remedy");
    }
}
