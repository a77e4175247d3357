package dev.changeover.contract.change;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How new it is that a row is its user's: of two users that both have a row by their documents, the newer one has it.
 *
 * <p>A row changes hands in two ways: it moves to another parent, or the parent that leads to the user moves. The row's own version
 * says on which parent it hangs, so it decides, and the link's only between equal ones. The greater of the two positions would not do:
 * a transaction may write the row, and commit after another one that wrote later and gave the parent away.
 *
 * @param row the row's own
 * @param link of the parent's link to the user. Null for a row that hangs on its user itself; and where {@code row} is the newer of
 *     both, as it was written before links were told apart
 */
public record PlaceVersion(RowVersion row, @Nullable RowVersion link) {
    public PlaceVersion {
        requireNonNull(row, "row");
    }

    /** Of a row that hangs on its user itself. */
    public static PlaceVersion of(RowVersion row) {
        return new PlaceVersion(row, null);
    }

    /** The newer of both. */
    public RowVersion newest() {
        return link == null ? row : row.newerOf(link);
    }

    /** Not an order over all: where only one of the two knows its link, the newer of both counts. */
    public boolean isOlderThan(PlaceVersion other) {
        if (link == null || other.link == null) {
            return newest().isOlderThan(other.newest());
        }
        int own = row.compareTo(other.row);
        return own < 0 || (own == 0 && link.isOlderThan(other.link));
    }
}
