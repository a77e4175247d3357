package dev.changeover.sink.apply;

import dev.changeover.contract.change.PlaceVersion;
import dev.changeover.contract.change.RowVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the ledger keeps the versions of rows: six columns, of which the last three may be null. */
final class VersionColumns {
    static final String NAMES = "generation, streamed, lsn, link_generation, link_streamed, link_lsn";
    /** What {@link #add} fills, in the order of the names. */
    static final String ARRAYS = "?::int[], ?::boolean[], ?::bigint[], ?::int[], ?::boolean[], ?::bigint[]";

    private VersionColumns() {}

    /** One value of each array a version. */
    static Sql add(Sql sql, List<PlaceVersion> versions) throws SQLException {
        List<@Nullable RowVersion> links = new ArrayList<>();
        versions.forEach(version -> links.add(version.link()));
        addRowVersions(sql, versions.stream().map(PlaceVersion::row).toList());
        return addRowVersions(sql, links);
    }

    private static Sql addRowVersions(Sql sql, List<? extends @Nullable RowVersion> versions) throws SQLException {
        List<@Nullable Integer> generations = new ArrayList<>();
        List<@Nullable Boolean> streamed = new ArrayList<>();
        List<@Nullable Long> lsns = new ArrayList<>();
        for (RowVersion version : versions) {
            generations.add(version == null ? null : version.generation());
            streamed.add(version == null ? null : version.streamed());
            lsns.add(version == null ? null : version.lsn());
        }
        return sql.array("int4", generations).array("bool", streamed).longs(lsns);
    }

    /** From the columns that begin here, in the order of the names. */
    static PlaceVersion read(ResultSet row, int first) throws SQLException {
        RowVersion own = new RowVersion(row.getInt(first), row.getBoolean(first + 1), row.getLong(first + 2));
        int generation = row.getInt(first + 3);
        return row.wasNull()
                ? PlaceVersion.of(own)
                : new PlaceVersion(own, new RowVersion(generation, row.getBoolean(first + 4), row.getLong(first + 5)));
    }
}
