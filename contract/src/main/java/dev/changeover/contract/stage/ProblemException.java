package dev.changeover.contract.stage;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Ends a stage or a command for a reason that a person can act on. Its message is the problem's one line. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(requireNonNull(problem, "problem").line(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
