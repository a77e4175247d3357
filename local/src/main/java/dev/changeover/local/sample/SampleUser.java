package dev.changeover.local.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user and all that is theirs, without ids.
 *
 * @param profile in the order of the columns of {@code users} after the id
 * @param rows of the tables that hang on users, with their children
 */
record SampleUser(int number, List<@Nullable Object> profile, List<SampleRow> rows) {
    static final int EMAIL = 2;
    static final int PASSWORD_HASH = 3;
    static final int PRIMARY_GOAL = 4;
    static final int BIGGEST_CHALLENGE = 5;

    SampleUser {
        profile = Collections.unmodifiableList(new ArrayList<>(profile)); // List.copyOf refuses the nulls that are data
        rows = List.copyOf(rows);
    }

    SampleUser withProfile(int column, @Nullable Object value) {
        List<@Nullable Object> changed = new ArrayList<>(profile);
        changed.set(column, value);
        return new SampleUser(number, changed, rows);
    }

    SampleUser withMore(List<SampleRow> more) {
        List<SampleRow> all = new ArrayList<>(rows);
        all.addAll(more);
        return new SampleUser(number, profile, all);
    }
}
