package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Rows of one table that somebody other than the migration wrote since the point.
 *
 * @param ids of some of them, lowest first
 */
public record OthersWrites(String table, long created, long changed, long deleted, List<String> ids) {
    public OthersWrites {
        requireNonNull(table, "table");
        ids = List.copyOf(ids);
    }

    public long rows() {
        return created + changed + deleted;
    }
}
