package dev.changeover.contract.rules;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a session's drills.
 *
 * @param drill {@code entry.drill} when that key is present, else the entry itself; null when it is not an object
 * @param minutes {@code totalDuration} as the metrics count it, from 0
 */
record SessionEntry(@Nullable DrillObject drill, BigDecimal minutes) {
    SessionEntry {
        requireNonNull(minutes, "minutes");
    }
}
