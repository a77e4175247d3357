package dev.changeover.app.config;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;

/** A configuration that cannot be used, told with the key as the user wrote it. */
final class Invalid {
    private Invalid() {}

    static ProblemException problem(String what, String why, String remedy) {
        return new ProblemException(new Problem(Problem.Kind.USAGE, what, why, remedy));
    }

    /** The value is shown: never call this for a secret. */
    static ProblemException value(String origin, String value, String expected) {
        return problem(origin + " is '" + WithoutUrls.of(value) + "'", "it must be " + expected, "correct it there");
    }
}
