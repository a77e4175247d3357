package dev.changeover.sink.target;

import java.util.Locale;
import java.util.Map;

/**
 * What V1 says of users whom a run read about and did not apply, by V1 id. The ledger may not know them, or not know yet that they are
 * gone.
 */
public record LeftOut(Map<Long, Standing> users) {
    /** Of a run that applies whatever it reads. */
    public static final LeftOut NOBODY = new LeftOut(Map.of());

    /** What a user is that nothing else is known of; the words of the ledger's outcomes. */
    public enum Standing {
        PENDING,
        /** Without a usable email. */
        SKIPPED,
        DELETED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public LeftOut {
        users = Map.copyOf(users);
    }
}
