package dev.changeover.contract.rules;

import org.jspecify.annotations.Nullable;

/** V1's drills by id, as far as they are known. */
@FunctionalInterface
public interface DrillTitles {
    Answer of(long v1DrillId);

    /** What is known of a V1 drill. */
    sealed interface Answer {
        /** V1 has the drill; its title may be NULL. */
        record Known(@Nullable String title) implements Answer {}

        /** V1 deleted the drill. */
        record Gone() implements Answer {}

        /** Nothing was heard of the drill yet. */
        record Unseen() implements Answer {}
    }
}
