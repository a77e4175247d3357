package dev.changeover.contract.document;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.change.PlaceVersion;
import dev.changeover.contract.change.RowVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it shall be in V2, but for its ids: those are still V1's, and the sink gives V2's.
 *
 * @param id the row's id in V1
 * @param parentId the parent's id in V1; for {@code users} itself the row's own id
 * @param version decides between users when a row has moved from one to the other
 * @param values in the order of the plan's target columns, as PostgreSQL prints them; null is SQL NULL
 */
public record DocumentRow(long id, long parentId, PlaceVersion version, List<@Nullable String> values) {
    public DocumentRow {
        requireNonNull(version, "version");
        values = Collections.unmodifiableList(new ArrayList<>(values)); // List.copyOf refuses the nulls that are data
    }

    /** A row that hangs on its user itself. */
    public DocumentRow(long id, long parentId, RowVersion version, List<@Nullable String> values) {
        this(id, parentId, PlaceVersion.of(version), values);
    }
}
