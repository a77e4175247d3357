package dev.changeover.contract.document;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.plan.MigrationPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the pipeline knows of one V1 user: the whole user, never a delta, so that the last document of a user is
 * all that is needed to bring the target up to date. Immutable; equal input gives an equal document.
 */
public sealed interface UserDocument {
    /** The user's id in V1. */
    long userId();

    /**
     * The user lives in V1. Also said of a user without a usable email, so that the sink knows all claims.
     *
     * @param catalogueVersion the drill catalogue that the rules used
     * @param rows by table, in plan order and without empty tables; each table's rows in V1 id order; {@code users} has
     *     exactly one
     * @param heldBack rows that the rules left out, in plan and id order
     * @param entriesWithoutCounterpart session drill entries that stayed as they are because no V2 drill matches
     */
    record Present(
            long userId,
            String catalogueVersion,
            Map<String, List<DocumentRow>> rows,
            List<HeldBackRow> heldBack,
            int entriesWithoutCounterpart)
            implements UserDocument {
        public Present {
            requireNonNull(catalogueVersion, "catalogueVersion");
            Map<String, List<DocumentRow>> ordered = new LinkedHashMap<>();
            for (var table : MigrationPlan.tables()) {
                List<DocumentRow> ofTable = rows.getOrDefault(table.name(), List.of());
                if (!ofTable.isEmpty()) {
                    ordered.put(table.name(), List.copyOf(ofTable));
                }
            }
            if (ordered.getOrDefault(MigrationPlan.USERS, List.of()).size() != 1) {
                throw new IllegalArgumentException("A document of a present user has exactly one row of users");
            }
            rows = Collections.unmodifiableMap(ordered);
            heldBack = List.copyOf(heldBack);
        }

        public List<DocumentRow> rowsOf(String table) {
            return rows.getOrDefault(table, List.of());
        }

        /** The row of {@code users}. */
        public DocumentRow userRow() {
            return rowsOf(MigrationPlan.USERS).get(0);
        }

        public int rowCount() {
            return rows.values().stream().mapToInt(List::size).sum();
        }
    }

    /** The user was deleted in V1. */
    record Deleted(long userId) implements UserDocument {}

    /** The user lives in V1, and the target keeps it as it is. What is known of its email still counts as its claim. */
    sealed interface Withheld extends UserDocument {
        /** No email is longer; what is, is not repeated in a document that must stay small. */
        int MAX_EMAIL = 1_000;

        /** As V1 has it, blank for none; null if nothing is known of it. */
        @Nullable
        String email();

        /** What to say of an email, when the user's own row can be read. */
        static @Nullable String emailOf(@Nullable String inV1) {
            if (inV1 == null) {
                return "";
            }
            return inV1.length() > MAX_EMAIL ? null : inV1;
        }
    }

    /** A row of the user could not be read from V1's log; the user waits for a good version of it. */
    record Unreadable(
            long userId,
            String table,
            long rowId,
            String reason,
            @Nullable String email) implements Withheld {
        public Unreadable {
            requireNonNull(table, "table");
            requireNonNull(reason, "reason");
        }

        public Unreadable(long userId, String table, long rowId, String reason) {
            this(userId, table, rowId, reason, null);
        }
    }

    /** The document would be larger than the limit. */
    record TooLarge(
            long userId,
            long bytes,
            long maxBytes,
            @Nullable String email) implements Withheld {
        public TooLarge(long userId, long bytes, long maxBytes) {
            this(userId, bytes, maxBytes, null);
        }
    }
}
