package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;

import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.PointSequence;
import dev.changeover.cutover.point.TargetTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Sets sequences to where they stood at the point. In the transaction: {@code ALTER SEQUENCE … RESTART} gives them a new file. */
final class Sequences {
    private final Connection connection;

    Sequences(Connection connection) {
        this.connection = requireNonNull(connection, "connection");
    }

    /**
     * Returns how many were not where they stood.
     *
     * @param inUse tables in which others created rows since the point: their ids were seen, and are not given out again
     */
    int putBack(List<PointSequence> point, Set<String> inUse) throws SQLException {
        int changed = 0;
        for (PointSequence then : point) {
            PointSequence now = TargetTables.now(connection, then);
            boolean keep = now.equals(then) || (inUse.contains(then.usedBy()) && now.lastValue() >= then.lastValue());
            if (!keep) {
                Ask.run(connection, "ALTER SEQUENCE " + then.sqlName() + " RESTART WITH " + then.lastValue());
                if (then.isCalled()) {
                    Ask.run(connection, "SELECT nextval('" + then.sqlName().replace("'", "''") + "')");
                }
                changed++;
            }
        }
        return changed;
    }
}
