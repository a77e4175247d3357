package dev.changeover.capture;

import dev.changeover.capture.source.SourceChecks;
import dev.changeover.capture.source.SourceDatabase;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.SQLException;

/** Says whether V1 can be captured before anything is made anywhere, in V1 or in the target. Capture itself asks again. */
public final class SourcePreconditions {
    private SourcePreconditions() {}

    /**
     * Only reads.
     *
     * @throws ProblemException for the first thing that is not as it must be
     */
    public static void check(DatabaseAddress v1) {
        try (SourceDatabase source = connect(v1)) {
            new SourceChecks(source).requireCapturable();
        } catch (SQLException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "V1 at " + v1 + " cannot be examined",
                            "SQL state " + e.getSQLState(),
                            "look into V1's log, and start again"),
                    e);
        }
    }

    private static SourceDatabase connect(DatabaseAddress v1) {
        try {
            return SourceDatabase.connect(v1);
        } catch (SQLException e) {
            throw new ProblemException(SourceDatabase.unreachable(v1, e));
        }
    }
}
