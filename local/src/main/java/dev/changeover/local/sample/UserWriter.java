package dev.changeover.local.sample;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a user's rows their ids, and sends them. Confined to one thread. */
final class UserWriter {
    private final DatabaseCopy database;

    UserWriter(DatabaseCopy database) {
        this.database = database;
        for (SampleTable table : SampleTable.values()) {
            database.table(table); // declares them, parents first
        }
    }

    /**
     * Writes the user as it was at a time.
     *
     * @return the user's id
     */
    long write(SampleUser user, LocalDateTime asOf) {
        long id = add(SampleTable.USERS, null, user.profile());
        user.rows().forEach(row -> writeRow(row, id, asOf));
        return id;
    }

    /** Writes a row that belongs to nobody, with its children. */
    void writeOrphan(SampleRow row) {
        writeRow(row, null, LocalDateTime.MAX);
    }

    private void writeRow(SampleRow row, @Nullable Long parent, LocalDateTime asOf) {
        if (row.since().isAfter(asOf) || isRefusedBy(database.world(), row)) {
            return;
        }
        long id = add(row.table(), parent, row.cells());
        row.children().forEach(child -> writeRow(child, id, asOf));
    }

    /** V2 demands a drill of an ordered drill; a row without a counterpart cannot have been copied. */
    private static boolean isRefusedBy(World world, SampleRow row) {
        return world == World.V2
                && row.table() == SampleTable.ORDERED_SESSION_DRILLS
                && !(row.cells().get(0) instanceof SampleDrill drill && drill.hasCounterpart());
    }

    private long add(SampleTable table, @Nullable Long parent, List<@Nullable Object> cells) {
        TableCopy copy = database.table(table);
        long id = copy.nextId();
        List<@Nullable Object> all = new ArrayList<>(cells.size() + 6);
        all.add(id);
        if (!table.isRoot()) {
            all.add(parent);
        }
        all.addAll(cells);
        all.addAll(table.extraValues(database.world()));
        copy.add(all);
        return id;
    }
}
