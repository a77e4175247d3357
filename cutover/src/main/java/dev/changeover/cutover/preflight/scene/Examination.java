package dev.changeover.cutover.preflight.scene;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.preflight.finding.Judgement;
import java.sql.SQLException;

/** Carries out one check. What it asks a database is rolled back after it. */
@FunctionalInterface
public interface Examination {
    /**
     * Looks.
     *
     * @throws NotReached when what it needs does not answer
     * @throws ProblemException when it cannot look for a reason that a person can act on
     * @throws SQLException when the server refuses a question
     */
    Judgement of(Scene scene) throws SQLException;
}
