package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

/**
 * Where a sequence stood.
 *
 * @param usedBy the table that takes its values, as {@link TableShape#name()}
 * @param isCalled whether {@code lastValue} was given out
 */
public record PointSequence(String schema, String name, String usedBy, long lastValue, boolean isCalled) {
    public PointSequence {
        requireNonNull(schema, "schema");
        requireNonNull(name, "name");
        requireNonNull(usedBy, "usedBy");
    }

    public String sqlName() {
        return TableShape.quoted(schema) + "." + TableShape.quoted(name);
    }
}
