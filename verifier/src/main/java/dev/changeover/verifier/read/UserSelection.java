package dev.changeover.verifier.read;

import java.util.List;
import java.util.Optional;

/**
 * Which V1 users are looked at.
 *
 * @param ids V1 ids; empty means every user
 */
public record UserSelection(Optional<List<Long>> ids) {
    public UserSelection {
        ids = ids.map(List::copyOf);
    }

    public static UserSelection everybody() {
        return new UserSelection(Optional.empty());
    }

    public static UserSelection of(List<Long> ids) {
        return new UserSelection(Optional.of(ids));
    }

    /** A condition on the SQL expression that is a row's owner. */
    String condition(String owner) {
        return ids.isPresent() ? owner + " = ANY (?::bigint[])" : owner + " IS NOT NULL";
    }

    Object[] parameters() {
        return ids.map(list -> new Object[] {list}).orElse(new Object[0]);
    }
}
