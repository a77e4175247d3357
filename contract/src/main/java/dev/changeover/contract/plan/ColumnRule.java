package dev.changeover.contract.plan;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Where a V2 column's value comes from. {@code source} is always the name of a column of the same table in V1. */
public sealed interface ColumnRule {

    /** V1's value as it is; a NULL stays NULL. */
    record Copied(String source) implements ColumnRule {
        public Copied {
            requireNonNull(source, "source");
        }
    }

    /** V1's value, or {@code fallback} where V1 has NULL. */
    record CopiedOr(String source, String fallback) implements ColumnRule {
        public CopiedOr {
            requireNonNull(source, "source");
            requireNonNull(fallback, "fallback");
        }
    }

    /** The same value in every row; null is SQL NULL. */
    record Constant(@Nullable String value) implements ColumnRule {}

    /**
     * The uuid of V2's counterpart of the V1 drill that {@code source} names.
     *
     * @param required whether V2 refuses NULL here, so that a row without a counterpart is held back
     */
    record DrillUuid(String source, boolean required) implements ColumnRule {
        public DrillUuid {
            requireNonNull(source, "source");
        }
    }

    /** The {@code json} of a session's drills, each entry with a counterpart naming V2's uuid. */
    record RewrittenDrills(String source) implements ColumnRule {
        public RewrittenDrills {
            requireNonNull(source, "source");
        }
    }

    /** A figure computed over all of the user's migrated sessions. The V2 column's name says which. */
    record Metric() implements ColumnRule {}
}
