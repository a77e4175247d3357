package dev.changeover.bench.measure;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.world.World;
import java.sql.SQLException;
import java.util.List;

/** Something that is measured, several times, with what it is compared with beside it. */
public interface Measure {
    /** As it is written after {@code --only}. */
    String name();

    /** What it does, for a list. */
    String description();

    /** The largest sample it needs, as a multiple of the reference set. */
    default int scale() {
        return 1;
    }

    /**
     * Takes it. Closes what it starts, also when it fails.
     *
     * @return the rows of the table that come of it, those with a bar first
     * @throws IllegalStateException if it cannot be taken, or if what ran did not do what it should have
     */
    List<Figure> run(World world) throws InterruptedException, SQLException;
}
