package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.PointManifest;
import dev.changeover.cutover.point.PointSequence;
import dev.changeover.cutover.point.PointTable;
import dev.changeover.cutover.point.TableShape;
import dev.changeover.cutover.point.TargetMark;
import dev.changeover.cutover.point.TargetTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a point can be put back into the database behind a connection. Reads only. */
final class PointFit {
    private final Connection connection;
    private final PointManifest point;

    PointFit(Connection connection, PointManifest point) {
        this.connection = requireNonNull(connection, "connection");
        this.point = requireNonNull(point, "point");
    }

    /** @throws ProblemException saying why not */
    void require() throws SQLException {
        TargetMark here = TargetMark.read(connection);
        here.differenceTo(point.target()).ifPresent(difference -> {
            throw refused(
                    "The rollback point " + point.name() + " is not of this target",
                    difference,
                    "use a point of this target (rollback-point list), or correct the database URL and --environment");
        });
        for (PointTable table : point.tables()) {
            requireShape(table);
        }
        for (PointSequence sequence : point.sequences()) {
            requireOwned(sequence.sqlName(), "set back");
        }
        requireNoLaterRows();
    }

    /**
     * Rows that reference what goes, in tables that the point does not hold, would go with it or lose their owner, as their foreign keys say,
     * and nothing could put them back. Under the locks of the point's tables nobody can add one.
     *
     * @throws ProblemException naming the first such table
     */
    void requireNoLaterRows() throws SQLException {
        Set<String> held = point.tables().stream().map(PointTable::name).collect(Collectors.toUnmodifiableSet());
        for (TableShape table : TargetTables.involved(connection)) {
            if (!held.contains(table.name())
                    && Ask.truth(connection, "SELECT EXISTS (SELECT FROM " + table.sqlName() + ")")) {
                throw refused(
                        "The table " + table.name() + " is not in the rollback point " + point.name()
                                + ", and nothing was changed",
                        "it references users, or what is theirs, and came later: foreign keys would delete its rows with"
                                + " those that go, or take their owner away",
                        "put back the migrated users alone, which keeps these rows, with: rollback --migrated; or empty"
                                + " that table");
            }
        }
    }

    private void requireShape(PointTable table) throws SQLException {
        TableShape now = TargetTables.shape(
                connection, table.shape().schema(), table.shape().table());
        if (!now.equals(table.shape())) {
            throw refused(
                    "The table " + table.name() + " is not what it was at the rollback point " + point.name(),
                    "its columns or its primary key were changed since, so that its rows cannot be put back exactly",
                    "undo that change of the schema first, or put back single users with: rollback --user or --migrated");
        }
    }

    private void requireOwned(String sqlName, String purpose) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT coalesce((SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = to_regclass(?)), false)")) {
            select.setString(1, sqlName);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw refused(
                            "The rollback cannot be done by this database user",
                            "the sequence " + sqlName + " can be " + purpose + " by its owner only",
                            "give the URL of the user that owns the tables, or of a member of that role");
                }
            }
        }
    }

    private static ProblemException refused(String what, String why, String remedy) {
        return new ProblemException(new Problem(Problem.Kind.REFUSED, what, why, remedy));
    }
}
