package dev.changeover.verifier.continuous;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.verifier.read.DatabaseSide;
import dev.changeover.verifier.read.Snapshot;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells, before anything runs, a database that refuses from one that is only away: the first will not mend itself. */
final class StartCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuousVerifier.class);
    /** A wrong user or password, no such database, no such table, no right to read it. */
    private static final Pattern REFUSALS = Pattern.compile("28...|3D000|42P01|42501");

    private StartCheck() {}

    /** @throws ProblemException when a database refuses to be read */
    static void require(ContinuousConfig config) {
        read(DatabaseSide.V1, config.v1());
        read(DatabaseSide.TARGET, config.target());
    }

    private static void read(DatabaseSide side, DatabaseAddress address) {
        try (Snapshot snapshot = Snapshot.open(side, address)) {
            long users = snapshot.number("SELECT count(*) FROM (SELECT FROM public.users LIMIT 1) u");
            LOG.atDebug().addKeyValue("empty", users == 0).log("a database can be read");
        } catch (ProblemException e) {
            if (isRefused(e)) {
                Problem problem = e.problem();
                throw new ProblemException(
                        new Problem(Problem.Kind.REFUSED, problem.what(), problem.why(), problem.remedy()), e);
            }
            LOG.atWarn().addKeyValue("reason", e.problem().line()).log("a database is away at the start");
        }
    }

    private static boolean isRefused(ProblemException e) {
        return e.getCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && REFUSALS.matcher(cause.getSQLState()).matches();
    }
}
