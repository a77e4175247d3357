package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

/** A column as the catalogue has it; {@code type} as PostgreSQL prints it, with its modifiers. */
public record PointColumn(String name, String type) {
    public PointColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }
}
